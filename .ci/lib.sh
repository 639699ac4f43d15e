# What both scripts need; to be sourced at the top of the repository.

say() { printf '\n== %s (%d s)\n' "$*" "$SECONDS"; }

# Prints the n-th sh block of a document.
block() {
  awk -v n="$2" '/^```sh$/ {if (++block == n) {on = 1; next}} /^```$/ {on = 0} on' "$1"
}

# Prints the lines that run the tests on another stack: "mvn -pl core surefire:test -D...".
stacks() { block docs/compatibility.md 1; }

# Runs such a line, here or, with -Djvm=, on another JDK, and prints the jars that it was run with.
on_stack() {
  say "$*"
  "$@"
  sort core/target/surefire-reports/*.StackTest-output.txt
}

# Prints the version of the JDK at this home.
jdk_version() { "$1/bin/javac" -version 2>&1 | sed -E 's/^javac ([0-9]+).*/\1/'; }

# Prints the home of the newest JDK of this machine.
newest_jdk() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -x "$home/bin/javac" ] || continue
    printf '%s %s\n' "$(jdk_version "$home")" "$home"
  done | sort -n | tail -n 1 | cut -d ' ' -f 2
}

# Prints the home of a JDK that is newer than the one in use, if there is one.
newer_jdk() {
  local newest current
  newest=$(newest_jdk)
  current=$(javac -version 2>&1 | sed -E 's/^javac ([0-9]+).*/\1/')
  if [ -n "$newest" ] && [ "$(jdk_version "$newest")" -gt "$current" ]; then
    printf '%s\n' "$newest"
  fi
}

clean_work_tree() {
  say "the work tree is as it was"
  [ -z "$(git status --porcelain)" ] || { git status --short; exit 1; }
}
