package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Reads each answer to its end, at most 1 MiB of it after decompression: a connection that breaks
 * in the middle of a body is then a failed attempt like any other, and can be retried.
 *
 * <p>A larger 2xx fails. Of a larger error the beginning is kept, so that its status is not lost.
 */
final class ResponseLimit implements Interceptor {
  static final long MAX_BYTES = 1 << 20;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    try (ResponseBody body = requireNonNull(response.body())) {
      Buffer read = new Buffer();
      BufferedSource source = body.source();
      while (source.read(read, MAX_BYTES) != -1) {
        if (read.size() > MAX_BYTES) {
          if (response.isSuccessful()) {
            throw new MalformedAnswerException("is larger than " + MAX_BYTES + " bytes");
          }
          break;
        }
      }
      return response
          .newBuilder()
          .body(ResponseBody.create(body.contentType(), read.size(), read))
          .build();
    }
  }
}
