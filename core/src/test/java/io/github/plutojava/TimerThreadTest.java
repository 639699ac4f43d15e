package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.ServerTest;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client that nobody closes keeps no thread for its deadlines. */
@Tag("unmutated")
class TimerThreadTest extends ServerTest {
  private static Set<Thread> timers() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().equals("Pluto call timeout"));
    return threads;
  }

  @Test
  void endsSoonAfterTheLastCall() {
    Set<Thread> before = timers();
    Set<Thread> timers = ConcurrentHashMap.newKeySet();
    PlutoClient.Builder builder =
        builder()
            .timing(Timing.SYSTEM)
            .apiKey(
                () -> {
                  timers.addAll(timers()); // While there is a call, they must be there.
                  return KEY;
                });
    PlutoClient neverClosed = builder.build();
    PlutoClient neverClosedEither = builder.build();
    enqueue(Answers.run1(), Answers.run1());
    assertEquals(1, neverClosed.runs().resume(MMP_1).runId());
    assertEquals(1, neverClosedEither.runs().resumeAsync(MMP_1).join().runId());
    timers.removeAll(before);
    assertEquals(2, timers.size());
    Await.until("they end", () -> timers.stream().noneMatch(Thread::isAlive));
  }
}
