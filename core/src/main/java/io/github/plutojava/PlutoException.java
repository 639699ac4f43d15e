package io.github.plutojava;

import org.jspecify.annotations.Nullable;

/**
 * A call to Pluto did not succeed. Whatever a call throws is one of these exceptions, except an
 * {@link IllegalArgumentException} or {@link IllegalStateException} for a mistake in the calling
 * program (see {@link RunsApi#resume resume}), and what an interceptor of your own OkHttpClient
 * throws:
 *
 * <ul>
 *   <li>{@link PlutoApiException}: the server answered with an error;
 *   <li>{@link PlutoTransportException}: there was no complete answer;
 *   <li>{@link PlutoResponseException}: the server reported success, but its answer cannot be used;
 *   <li>{@link UndeliveredException}: points of an {@link ActiveRun} were not delivered.
 * </ul>
 *
 * <p>The message is one line that says what happened and, if there is something to do, what to do.
 * Neither the message nor a cause ever contains the API key.
 */
public abstract sealed class PlutoException extends RuntimeException
    permits PlutoApiException,
        PlutoTransportException,
        PlutoResponseException,
        UndeliveredException {
  private static final long serialVersionUID = 1L;

  /** Whether the points that could not be sent wait, and are sent again. */
  private transient volatile boolean isSentAgain;

  PlutoException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  boolean isSentAgain() {
    return isSentAgain;
  }

  /** Notes for the log what was decided after the message was written. */
  void setSentAgain() {
    isSentAgain = true;
  }
}
