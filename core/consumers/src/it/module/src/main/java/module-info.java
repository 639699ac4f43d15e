/** A user's module. */
module com.example.module {
  requires io.github.plutojava;
  requires com.fasterxml.jackson.core;

  // For a service of its own.
  requires com.fasterxml.jackson.databind;
  requires retrofit2;

  opens com.example to
      com.fasterxml.jackson.databind;

  // For this program's server.
  requires jdk.httpserver;
}
