package io.github.plutojava.bench;

/** What is to be reached, and whether it is: a row of the report. */
interface Goal {
  String name();

  String target();

  String reached();

  boolean isMet();
}
