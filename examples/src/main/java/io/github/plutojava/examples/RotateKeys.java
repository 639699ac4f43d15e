package io.github.plutojava.examples;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.PlutoException;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.UnauthorizedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Takes the API key from a file that something else replaces, such as a mounted secret. The client
 * need not be made anew, and a call whose key is replaced while it is under way does not fail.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.mainClass=io.github.plutojava.examples.RotateKeys}
 * prints:
 *
 * <pre>{@code
 * a revoked key:            API key has been revoked, requests: 1
 * replaced between calls:   RUNNING, requests: 1
 * replaced during the call: RUNNING, requests: 2
 * }</pre>
 */
public final class RotateKeys {
  private RotateKeys() {}

  /** To be copied: the client asks before each request, so this is read often and never kept. */
  static String readKey(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the call fails with an IllegalStateException
    }
  }

  public static void main(String[] args) throws IOException {
    Path file = Files.createTempFile("pluto", ".key");
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto =
            PlutoClient.builder().baseUrl(server.url()).apiKey(() -> readKey(file)).build()) {
      Files.writeString(file, EmbeddedPluto.REVOKED_KEY);
      System.out.println("a revoked key:            " + resume(server, pluto));

      Files.writeString(file, EmbeddedPluto.VALID_KEY);
      System.out.println("replaced between calls:   " + resume(server, pluto));

      // The worst moment: the file is replaced after the old key was read and before it arrives.
      // On the 401 the client asks again and, since it gets another key, sends the request again.
      Files.writeString(file, EmbeddedPluto.REVOKED_KEY);
      Supplier<String> replacedWhenRead =
          () -> {
            String key = readKey(file);
            writeKey(file, EmbeddedPluto.VALID_KEY);
            return key;
          };
      try (PlutoClient unlucky = pluto.toBuilder().apiKey(replacedWhenRead).build()) {
        System.out.println("replaced during the call: " + resume(server, unlucky));
      }
    } finally {
      Files.delete(file);
    }
  }

  private static String resume(EmbeddedPluto server, PlutoClient pluto) {
    int before = server.requestCount();
    try {
      pluto.runs().resume(ResumeTarget.byId(1));
      return server.status(1) + ", requests: " + (server.requestCount() - before);
    } catch (UnauthorizedException e) { // the file had no other key to try
      return e.detail() + ", requests: " + e.attempts();
    } catch (PlutoException e) {
      return String.valueOf(e.getMessage()); // says what happened and what to do
    }
  }

  private static void writeKey(Path file, String key) {
    try {
      Files.writeString(file, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
