package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.RunTest;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shutdown hook is there while a run is open, and nothing of it stays. */
class ExitHookTest extends RunTest {
  /** The supplier of a client that nobody holds, but perhaps a hook. */
  private Supplier<String> key = new String(KEY)::toString;

  private ActiveRun openOfAnotherClient() {
    return builder().apiKey(key).build().resume(MMP_1, options().build());
  }

  private static void awaitCollected(WeakReference<?> reference) {
    Await.until(
        "it is collected",
        () -> {
          System.gc();
          return reference.get() == null;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "finish", "fail"})
  void goesWithTheLastOpenRunOfAClientThatIsNotClosed(String end) {
    ActiveRun first = openOfAnotherClient();
    first.log(1, "loss", 0.5);
    first.flush();
    WeakReference<Object> client = new WeakReference<>(key);
    key = null;
    System.gc();
    assertNotNull(client.get());
    switch (end) {
      case "close" -> first.close();
      case "finish" -> assertEquals(RunStatus.COMPLETED, first.finish());
      default -> assertEquals(RunStatus.FAILED, first.fail("no GPU"));
    }
    first = null;
    awaitCollected(client);
    assertEquals(1, pluto.points().size());
  }

  @Test
  void holdsNothingOfTheThreadThatOpenedARun() throws Exception {
    PlutoClient client = client();
    ResumedRun run = client.runs().resume(MMP_1);
    client.open(run, options().build()).close();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URLClassLoader application = new URLClassLoader(new URL[0], before);
    thread.setContextClassLoader(application);
    ActiveRun open;
    try {
      open = client.open(run, options().build());
      client.open(run, options().build()).close();
    } finally {
      thread.setContextClassLoader(before);
    }
    WeakReference<ClassLoader> reference = new WeakReference<>(application);
    application.close();
    application = null;
    open.close();
    awaitCollected(reference);
  }
}
