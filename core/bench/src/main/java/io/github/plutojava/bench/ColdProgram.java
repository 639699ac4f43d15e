package io.github.plutojava.bench;

/**
 * A program that resumes a run, logs ten points to it, finishes it, and prints its status.
 * Arguments: contender, base URL.
 */
final class ColdProgram {
  private ColdProgram() {}

  /** Loads no class of the other. */
  public static void main(String[] args) throws Exception {
    System.out.println(
        switch (ContenderKind.valueOf(args[0])) {
          case PLUTO -> PlutoProgram.run(args[1]);
          case PLAIN -> PlainProgram.run(args[1]);
          default -> throw new IllegalArgumentException(args[0] + " is no program");
        });
    // Plain has threads that would keep the program alive for a minute.
    System.exit(0);
  }
}
