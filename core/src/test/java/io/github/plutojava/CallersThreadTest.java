package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import java.net.InetAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.SocketPolicy;
import org.junit.jupiter.api.Test;

/**
 * The client's threads serve all callers, so they have nothing of the one who made the first call:
 * it would be kept for as long as they live, and be seen by the others.
 */
class CallersThreadTest extends ServerTest {
  private static final InheritableThreadLocal<String> TENANT = new InheritableThreadLocal<>();

  /** What a thread has of its maker's. */
  private record Inherited(String tenant, ClassLoader loader) {
    static Inherited now() {
      return new Inherited(TENANT.get(), Thread.currentThread().getContextClassLoader());
    }
  }

  private static final Inherited NOTHING = new Inherited(null, PlutoClient.class.getClassLoader());

  private final List<Inherited> seen = new CopyOnWriteArrayList<>();

  private interface Calls {
    void run() throws Exception;
  }

  /** On the thread of the test, which is not that of methods before it. */
  private void withSomethingToInherit(Calls calls) throws Exception {
    Thread caller = Thread.currentThread();
    ClassLoader before = caller.getContextClassLoader();
    TENANT.set("tenant 1");
    caller.setContextClassLoader(closeLater(new URLClassLoader(new URL[0])));
    try {
      calls.run();
    } finally {
      TENANT.remove();
      caller.setContextClassLoader(before);
    }
  }

  private PlutoClient.Builder seeing() {
    return builder()
        .apiKey(
            () -> {
              seen.add(Inherited.now());
              return KEY;
            });
  }

  @Test
  void isNotInheritedByThoseForCallsAndRetries() throws Exception {
    enqueue(Answers.error(503, "x"), Answers.run1());
    PlutoClient client = closeLater(seeing().build());
    withSomethingToInherit(() -> client.runs().resumeAsync(MMP_1).join());
    assertEquals(List.of(NOTHING, NOTHING), seen);
  }

  @Test
  void isThereInASynchronousCall() throws Exception {
    enqueue(Answers.run1());
    PlutoClient client = closeLater(seeing().build());
    withSomethingToInherit(
        () -> {
          client.runs().resume(MMP_1);
          assertEquals(List.of(Inherited.now()), seen);
        });
    assertEquals("tenant 1", seen.get(0).tenant);
  }

  @Test
  void isNotInheritedByThoseForLookups() throws Exception {
    Dns dns =
        host -> {
          seen.add(Inherited.now());
          return List.of(InetAddress.getLoopbackAddress());
        };
    enqueue(Answers.run1());
    OkHttpClient http = new OkHttpClient.Builder().dns(dns).build();
    PlutoClient client = closeLater(builder().httpClient(http).build());
    withSomethingToInherit(() -> client.runs().resume(MMP_1));
    assertEquals(List.of(NOTHING), seen);
  }

  @Test
  void isNotInheritedByThoseThatEndCalls() throws Exception {
    enqueue(new MockResponse().setSocketPolicy(SocketPolicy.NO_RESPONSE));
    PlutoClient client = client();
    withSomethingToInherit(
        () -> {
          CompletableFuture<Inherited> end =
              client.runs().resumeAsync(MMP_1).handle((run, failure) -> Inherited.now());
          takeRequest();
          client.close();
          assertEquals(NOTHING, end.get(10, TimeUnit.SECONDS));
        });
  }
}
