package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call that is made within another, on its thread, leaves the outer one as it was. */
class NestedCallTest extends ServerTest {
  private final List<CallState> outer = Collections.synchronizedList(new ArrayList<>());
  private final List<CallState> inner = Collections.synchronizedList(new ArrayList<>());

  private PlutoClient keys() {
    return closeLater(
        builder()
            .retryPolicy(RetryPolicy.none())
            .apiKey(
                () -> {
                  inner.add(CallState.current());
                  return KEY;
                })
            .build());
  }

  private PlutoClient clientOf(Runnable nested) {
    return closeLater(
        builder()
            .apiKey(
                () -> {
                  outer.add(CallState.current());
                  nested.run();
                  outer.add(CallState.current());
                  return KEY;
                })
            .build());
  }

  private void assertRestored() {
    assertEquals(2, outer.size());
    assertNotNull(outer.get(0));
    assertSame(outer.get(0), outer.get(1));
    assertEquals(1, inner.size());
    assertNotNull(inner.get(0));
    assertNotSame(outer.get(0), inner.get(0));
    assertNull(CallState.current());
  }

  @ParameterizedTest
  @EnumSource
  void whenItSucceeds(Style style) {
    PlutoClient keys = keys();
    enqueue(Answers.run1(), Answers.run1());
    PlutoClient client = clientOf(() -> keys.runs().resume(MMP_1));
    assertEquals(1, style.resume(client, MMP_1).runId());
    assertEquals(2, server.getRequestCount());
    assertRestored();
  }

  @ParameterizedTest
  @EnumSource
  void whenItFails(Style style) {
    PlutoClient keys = keys();
    enqueue(Answers.error(500, "x"), Answers.run1());
    PlutoClient client =
        clientOf(() -> assertTrue(Failures.of(Style.SYNC, keys) instanceof ServerErrorException));
    assertEquals(1, style.resume(client, MMP_1).runId());
    assertEquals(2, server.getRequestCount());
    assertRestored();
  }
}
