package io.github.plutojava.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.testing.CallStates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How calls are ended that are in flight together. */
class CallsInFlightTest {
  @Test
  void marksAllBeforeItCancelsOne() {
    CallsInFlight inFlight = new CallsInFlight(System::nanoTime);
    CallState first = CallStates.any();
    CallState second = CallStates.any();
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
