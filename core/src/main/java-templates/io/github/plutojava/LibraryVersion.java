package io.github.plutojava;

/** This library's version, set by the build. */
final class LibraryVersion {
  static final String VERSION = "${project.version}";

  private LibraryVersion() {}
}
