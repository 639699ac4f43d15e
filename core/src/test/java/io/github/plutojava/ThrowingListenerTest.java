package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An EventListener of a lent OkHttpClient that throws when a call begins. */
class ThrowingListenerTest extends ServerTest {
  private PlutoClient client(Throwable failure, int fromTime) {
    AtomicInteger times = new AtomicInteger();
    EventListener listener =
        new EventListener() {
          @Override
          public void callStart(Call call) {
            if (times.incrementAndGet() >= fromTime) {
              if (failure instanceof Error error) {
                throw error;
              }
              throw (RuntimeException) failure;
            }
          }
        };
    return closeLater(
        builder().httpClient(new OkHttpClient.Builder().eventListener(listener).build()).build());
  }

  @ParameterizedTest
  @EnumSource
  void failsTheCallWithWhatItThrew(Style style) {
    for (Throwable failure : List.of(new IllegalStateException("bug"), new LinkageError("bug"))) {
      assertSame(failure, Failures.of(style, client(failure, 1)));
    }
    assertEquals(0, sockets.accepted());
    assertEquals(List.of(), time.waits());
  }

  @ParameterizedTest
  @EnumSource
  void failsACallThatIsTriedAgain(Style style) {
    for (Throwable failure : List.of(new IllegalStateException("bug"), new LinkageError("bug"))) {
      enqueue(Answers.error(503, "x"));
      assertSame(failure, Failures.of(style, client(failure, 2)));
    }
    assertEquals(2, server.getRequestCount());
    assertEquals(2, time.waits().size());
  }
}
