package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The server answered with an error, that is, with any status but a 2xx. The errors that callers
 * may want to tell apart have subclasses. This class itself stands for the other statuses, among
 * them redirects (which are never followed), and for answers that are not Pluto's, such as a 404
 * for a wrong base URL.
 *
 * <p>After a redirect or such a 404, check the base URL. After a 408, which was retried as the
 * {@link RetryPolicy} says, call again later. For other statuses, which were not retried, see
 * {@link #error()} and {@link #body()} for what the server says.
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
          "status " + status + " is out of range: the statuses of errors go from 300 to 599");
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

  ApiError answer() {
    return answer;
  }

  /** {@return the HTTP status, from 300 to 599} */
  public final int status() {
    return answer.status();
  }

  /**
   * {@return what the server says is wrong; empty if it does not say} It is the {@code error} of
   * Pluto's JSON (for a validation error, all issues), or the {@code message} or {@code detail} if
   * there is no {@code error}; the title of an HTML page; or else the text of the answer.
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
   * {@return the body of the answer as text, cut after 8192 characters; empty if there is none} If
   * the server repeated the API key, {@code ██} stands in its place.
   */
  public final String body() {
    return answer.body();
  }

  /** {@return how many attempts were begun for this call, at least 1} */
  public final int attempts() {
    return answer.attempts();
  }

  /**
   * {@return how long the server asked the client to wait before the next request ({@code
   * Retry-After}), zero or more; null if it did not ask} A date is measured against the answer's
   * own {@code Date} or, if it has none, against this machine's clock.
   */
  public final @Nullable Duration retryAfter() {
    return answer.retryAfter();
  }
}
