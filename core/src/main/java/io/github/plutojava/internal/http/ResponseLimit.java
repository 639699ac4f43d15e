package io.github.plutojava.internal.http;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.text.Redaction;
import io.github.plutojava.internal.wire.HtmlPage;
import io.github.plutojava.internal.wire.MalformedAnswerException;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads each answer to its end, but no more of it than the call's options allow. If the connection
 * breaks in the middle of a body, that is then a failed attempt like any other, and can be retried.
 *
 * <p>A 2xx answer that is larger fails. If an error answer is larger, or its body cannot be read to
 * its end, the beginning is kept, so that its status is not lost.
 */
final class ResponseLimit implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    CallState call = CallState.of(chain);
    Response response = chain.proceed(chain.request());
    boolean isWhole = false;
    try (ResponseBody body = requireNonNull(response.body())) {
      Buffer read = new Buffer();
      isWhole = read(response, body.source(), read, call);
      call.setHtml(response.isSuccessful() ? html(read, call) : null);
      return response
          .newBuilder()
          .body(ResponseBody.create(body.contentType(), read.size(), read))
          .build();
    } finally {
      boolean isLast = call.options().closesAfterError() && !response.isSuccessful();
      if (!isWhole || isLast || !call.attempt().keepsConnection()) {
        call.attempt().closeConnection();
      }
    }
  }

  /** Says what the answer is if it is HTML, so that nobody is told of its first character alone. */
  private static @Nullable String html(Buffer read, CallState call) throws IOException {
    if (read.size() == 0 || !mayBegin(read.getByte(0))) {
      return null; // To look further would cost a segment: Okio does not use shared ones again.
    }
    Buffer beginning = new Buffer();
    read.copyTo(beginning, 0, Math.min(read.size(), HtmlPage.BEGINNING));
    return HtmlPage.isHtml(beginning.readUtf8())
        ? HtmlPage.describe(Redaction.redact(read.clone().readUtf8(), call.key()))
        : null;
  }

  /** Returns whether a page may begin so: with a tag, white space, or a byte order mark. */
  private static boolean mayBegin(byte first) {
    return first == '<' || (first >= 0 && first <= ' ') || first == (byte) 0xEF;
  }

  /** Returns whether the body was read to its end. */
  private static boolean read(Response response, BufferedSource body, Buffer read, CallState call)
      throws IOException {
    long most = call.options().maxAnswerBytes();
    try {
      while (body.read(read, most) != -1) {
        if (read.size() > most) {
          if (response.isSuccessful() && !call.options().cutsAnswer()) {
            throw new MalformedAnswerException("is larger than " + most + " bytes");
          }
          return false;
        }
      }
      return true;
    } catch (MalformedAnswerException e) {
      throw e;
    } catch (IOException e) {
      if (response.isSuccessful() || call.isCanceled() || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return false; // The status says enough.
    }
  }
}
