package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.logging.HttpLoggingInterceptor;
import okhttp3.mockwebserver.RecordedRequest;
import okio.BufferedSink;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import retrofit2.http.Body;
import retrofit2.http.POST;

/** A request body that can be written only once is not emptied by the log. */
class OneShotLogTest extends ServerTest {
  private static final String CONTENT = "the words of the body";
  private static final MediaType TEXT = MediaType.get("text/plain");

  interface Uploads {
    @POST("upload")
    Void upload(@Body RequestBody body);

    @POST("upload")
    CompletableFuture<Void> uploadAsync(@Body RequestBody body);
  }

  private final List<String> log = new CopyOnWriteArrayList<>();

  private void upload(Style style, HttpLoggingInterceptor.Level level, RequestBody body) {
    enqueue(Answers.json(200, "{\"stored\":true}"));
    Uploads uploads =
        closeLater(builder().logLevel(level).logger(log::add).build()).create(Uploads.class);
    if (style == Style.SYNC) {
      uploads.upload(body);
    } else {
      uploads.uploadAsync(body).join();
    }
  }

  private static RequestBody oneShot(boolean lengthIsKnown) {
    InputStream in = new ByteArrayInputStream(CONTENT.getBytes(StandardCharsets.UTF_8));
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return TEXT;
      }

      @Override
      public long contentLength() {
        return lengthIsKnown ? CONTENT.length() : -1;
      }

      @Override
      public boolean isOneShot() {
        return true;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        sink.write(in.readAllBytes());
      }
    };
  }

  static Stream<Arguments> uploads() {
    return Stream.of(Style.values())
        .flatMap(
            style ->
                Stream.of(HttpLoggingInterceptor.Level.values())
                    .flatMap(
                        level ->
                            Stream.of(true, false)
                                .map(isKnown -> Arguments.of(style, level, isKnown))));
  }

  @ParameterizedTest
  @MethodSource("uploads")
  void arrivesWhole(Style style, HttpLoggingInterceptor.Level level, boolean lengthIsKnown)
      throws Exception {
    upload(style, level, oneShot(lengthIsKnown));
    RecordedRequest request = takeRequest();
    assertEquals(CONTENT, request.getBody().readUtf8());
    assertEquals(lengthIsKnown ? "" + CONTENT.length() : null, request.getHeader("Content-Length"));
    assertEquals(1, server.getRequestCount());
  }

  @ParameterizedTest
  @EnumSource
  void isLoggedByItsHeaders(Style style) {
    upload(style, HttpLoggingInterceptor.Level.BODY, oneShot(true));
    assertTrue(log.contains("Content-Length: " + CONTENT.length()), "" + log);
    assertTrue(log.contains("Authorization: ██"), "" + log);
    assertFalse(log.contains(CONTENT), "" + log);
  }

  @ParameterizedTest
  @EnumSource
  void othersAreLoggedWhole(Style style) throws Exception {
    upload(style, HttpLoggingInterceptor.Level.BODY, RequestBody.create(TEXT, CONTENT));
    assertTrue(log.contains(CONTENT), "" + log);
    assertTrue(log.contains("{\"stored\":true}"), "" + log);
    assertEquals(CONTENT, takeRequest().getBody().readUtf8());
  }
}
