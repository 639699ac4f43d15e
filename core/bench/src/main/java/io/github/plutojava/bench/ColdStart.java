package io.github.plutojava.bench;

/** A program that resumes one run and prints its display ID. Arguments: contender, base URL. */
final class ColdStart {
  private ColdStart() {}

  public static void main(String[] args) throws Exception {
    System.out.println(ContenderKind.valueOf(args[0]).create(args[1]).resume());
    // Some contenders have threads that would keep the program alive for a minute.
    System.exit(0);
  }
}
