package io.github.plutojava;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server that answers what the test tells it, and clients for it, closed at the end. */
abstract class ServerTest {
  static final String KEY = "mlps_validSecureKey0123456789";
  static final ResumeTarget MMP_1 = ResumeTarget.byDisplayId("MMP-1");

  final MockWebServer server = new MockWebServer();
  final NoDelayServerSocketFactory sockets = new NoDelayServerSocketFactory();

  /** Full jitter gives half of the bound. */
  final FakeTime time = new FakeTime(0.5);

  private final List<AutoCloseable> toClose = new ArrayList<>();

  @BeforeEach
  void startServer() throws IOException {
    server.setServerSocketFactory(sockets);
    server.start();
  }

  @AfterEach
  void stopServer() throws Exception {
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
    server.shutdown();
  }

  <T extends AutoCloseable> T closeLater(T closeable) {
    toClose.add(closeable);
    return closeable;
  }

  PlutoClient.Builder builder() {
    return PlutoClient.builder()
        .apiKey(KEY)
        .baseUrl(server.url("/").toString())
        .timing(time.timing());
  }

  PlutoClient client() {
    return closeLater(builder().build());
  }

  void enqueue(MockResponse... responses) {
    for (MockResponse response : responses) {
      server.enqueue(response);
    }
  }

  /** Returns the next request that the server got; fails if there is none. */
  RecordedRequest takeRequest() throws InterruptedException {
    RecordedRequest request = server.takeRequest(5, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  /** Throws what a compiler of Java would not let pass undeclared, as code in Kotlin can. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <E extends Exception> E unchecked(Exception e) throws E {
    throw (E) e;
  }
}
