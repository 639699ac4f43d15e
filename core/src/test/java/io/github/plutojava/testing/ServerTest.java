package io.github.plutojava.testing;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.TestSettings;
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
public abstract class ServerTest {
  public static final String KEY = "mlps_validSecureKey0123456789";
  public static final ResumeTarget MMP_1 = ResumeTarget.byDisplayId("MMP-1");

  protected final MockWebServer server = new MockWebServer();
  protected final NoDelayServerSocketFactory sockets = new NoDelayServerSocketFactory();

  /** Full jitter gives half of the bound. */
  protected final FakeTime time = new FakeTime(0.5);

  private final List<AutoCloseable> toClose = new ArrayList<>();

  @BeforeEach
  protected void startServer() throws IOException {
    server.setServerSocketFactory(sockets);
    server.start();
  }

  @AfterEach
  protected void stopServer() throws Exception {
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
    server.shutdown();
  }

  protected <T extends AutoCloseable> T closeLater(T closeable) {
    toClose.add(closeable);
    return closeable;
  }

  protected PlutoClient.Builder builder() {
    return TestSettings.timing(
        PlutoClient.builder().apiKey(KEY).baseUrl(server.url("/").toString()), time.timing());
  }

  protected PlutoClient client() {
    return closeLater(builder().build());
  }

  protected void enqueue(MockResponse... responses) {
    for (MockResponse response : responses) {
      server.enqueue(response);
    }
  }

  /** Returns the next request that the server got; fails if there is none. */
  protected RecordedRequest takeRequest() throws InterruptedException {
    RecordedRequest request = server.takeRequest(5, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  /** Throws what a compiler of Java would not let pass undeclared, as code in Kotlin can. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public static <E extends Exception> E unchecked(Exception e) throws E {
    throw (E) e;
  }
}
