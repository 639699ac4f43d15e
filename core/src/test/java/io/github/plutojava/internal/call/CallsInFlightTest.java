package io.github.plutojava.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How calls are ended that are in flight together. */
class CallsInFlightTest {
  @Test
  void marksAllBeforeItCancelsOne() {
    CallsInFlight inFlight = new CallsInFlight(TimeUnit.HOURS.toNanos(1), System::nanoTime);
    CallState first = new CallState(true, false);
    CallState second = new CallState(true, false);
    List<CallState.End> endsOfTheSecond = new ArrayList<>();
    CompletableFuture<Void> canceledWithTheFirst = new CompletableFuture<>();
    CompletableFuture<Void> unused =
        canceledWithTheFirst.whenComplete((v, e) -> endsOfTheSecond.add(second.end()));
    first.setLookup(canceledWithTheFirst);
    inFlight.add(first, CallsInFlight.NOTHING);
    inFlight.add(second, CallsInFlight.NOTHING);
    inFlight.close();
    assertEquals(List.of(CallState.End.CLOSED), endsOfTheSecond);
  }
}
