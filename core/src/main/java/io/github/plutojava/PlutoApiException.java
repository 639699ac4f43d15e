package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The server answered with an error: any status but a 2xx. Where callers branch there is a
 * subclass; this class itself stands for the other statuses, redirects among them (which are never
 * followed), and for answers that are not Pluto's, such as a 404 for a wrong base URL.
 *
 * <p>After a redirect or such a 404, check the base URL. A 408 was retried as the {@link
 * RetryPolicy} says: call again later. Of other statuses, {@link #error()} and {@link #body()} are
 * what the server says; they were not retried.
 */
public sealed class PlutoApiException extends PlutoException
    permits AmbiguousRunException,
        BadRequestException,
        RateLimitedException,
        RunNotFoundException,
        ServerErrorException,
        UnauthorizedException {
  private static final long serialVersionUID = 1L;

  /** What the server answered. */
  private final ApiError answer;

  PlutoApiException(String message, ApiError answer) {
    super(message, null);
    this.answer = answer;
  }

  /**
   * Makes the exception that a call throws for this answer, for fakes in tests: {@link
   * RunNotFoundException} for a 404, and so on.
   *
   * @param status the HTTP status, from 300 to 599
   * @param error the server's words, such as {@code Run not found}
   * @return the exception for that status
   * @throws IllegalArgumentException if {@code status} is out of range
   */
  public static PlutoApiException of(int status, String error) {
    if (status < 300 || status > 599) {
      throw new IllegalArgumentException(
          "status " + status + " is not an error's: those go from 300 to 599");
    }
    requireNonNull(error, "error");
    return of(status + " " + error, new ApiError(status, error, null, "", 1, null));
  }

  static PlutoApiException of(String message, ApiError answer) {
    return switch (answer.status()) {
      case 400, 422 -> new BadRequestException(message, answer);
      case 401 -> new UnauthorizedException(message, answer);
      case 404 -> new RunNotFoundException(message, answer);
      case 409 -> new AmbiguousRunException(message, answer);
      case 429 -> new RateLimitedException(message, answer);
      default ->
          answer.status() / 100 == 5
              ? new ServerErrorException(message, answer)
              : new PlutoApiException(message, answer);
    };
  }

  /** {@return the HTTP status, from 300 to 599} */
  public final int status() {
    return answer.status();
  }

  /**
   * {@return what the server says is wrong} It is the {@code error} of Pluto's JSON, with each
   * issue of a validation error; of an HTML page its title; else the text of the answer. Empty if
   * there is none.
   */
  public final String error() {
    return answer.error();
  }

  /**
   * {@return the {@code message} that Pluto's JSON may have beside its {@code error}, such as
   * {@code API key has expired}; null if it has none}
   */
  public final @Nullable String detail() {
    return answer.detail();
  }

  /**
   * {@return the body of the answer as text, cut after 8192 characters; empty if there is none}
   * Should the server have repeated the API key, {@code ██} stands in its place.
   */
  public final String body() {
    return answer.body();
  }

  /** {@return how many attempts were begun for this call, from 1} */
  public final int attempts() {
    return answer.attempts();
  }

  /**
   * {@return how long the server asked to wait before the next request ({@code Retry-After}), from
   * zero; null if it did not say} A date is measured against the answer's own {@code Date}.
   */
  public final @Nullable Duration retryAfter() {
    return answer.retryAfter();
  }
}
