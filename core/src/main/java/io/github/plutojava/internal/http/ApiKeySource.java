package io.github.plutojava.internal.http;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.CarriedException;
import io.github.plutojava.internal.text.Text;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the API key, and checks it first: OkHttp puts a header value that it refuses into its
 * exception, so it must never see an unusable key. No message of this class contains the key.
 */
public final class ApiKeySource {
  private final Supplier<String> supplier;
  private volatile @Nullable String last;

  public ApiKeySource(Supplier<String> supplier) {
    this.supplier = requireNonNull(supplier, "apiKey");
  }

  /**
   * Returns {@code key}.
   *
   * @param argument the name of the argument, for messages
   * @throws IllegalArgumentException if {@code key} cannot be an API key
   */
  public static String check(String argument, String key) {
    String problem = problem(key);
    if (problem != null) {
      throw new IllegalArgumentException(argument + " " + problem);
    }
    return key;
  }

  /**
   * Asks the supplier for the key.
   *
   * @throws CarriedException with an {@link IllegalStateException} if the supplier throws, or gives
   *     what cannot be an API key
   */
  public String get() throws CarriedException {
    String key;
    try {
      key = supplier.get();
    } catch (Exception e) { // A supplier in Kotlin can throw checked ones, too.
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new CarriedException(failed(e));
    }
    String problem = problem(key);
    if (problem != null) {
      throw new CarriedException(
          new IllegalStateException("the API key that the supplier gave " + problem));
    }
    last = key;
    return key;
  }

  /** Says that the supplier failed. */
  static IllegalStateException failed(@Nullable Throwable cause) {
    return new IllegalStateException(
        "the API key supplier failed, so the request was not sent", cause);
  }

  /** Returns the key that the supplier has given last, or null if it has given none. */
  public @Nullable String last() {
    return last;
  }

  private static @Nullable String problem(String key) {
    String absence = Text.absence(key);
    if (absence != null) {
      return absence + ": is the environment variable set?";
    }
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c <= ' ' || c > '~') {
        return (Character.isWhitespace(c)
                ? "has white space"
                : "has a character that is not visible ASCII")
            + " at index "
            + i
            + ", which no API key has: copy it again, without spaces or line breaks";
      }
    }
    return null;
  }
}
