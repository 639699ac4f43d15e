package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Annotated interfaces log what their annotations say. */
class MetricsInterfaceTest extends RunTest {
  /** As in the documentation; visible in this package only. */
  @Metrics("eval")
  interface Evaluation {
    void scores(@Step long step, @Metric("loss") double loss, @Metric("f1") double f1);
  }

  @Metrics
  private interface AllTypes {
    void floats(@Metric("double") double a, @Metric("float") float b, @Step int step);

    void integers(@Metric("long") long a, @Step long step, @Metric("int") int b);

    void integers(@Step long step, @Metric("int") int b);
  }

  /** For a type that inherits it. */
  public interface Base<T> {
    void base(@Step long step, @Metric("base") double value);
  }

  @Metrics("train/phase 1")
  interface Derived extends Base<String> {
    void own(@Step long step, @Metric("own") double value);

    static String describe() {
      return "static";
    }
  }

  private List<String> points() {
    return pluto.points().stream()
        .map(point -> point.name() + " " + point.step() + " " + point.value())
        .toList();
  }

  @Test
  void logsEachMetricOfACallAtOneStepAndTime() {
    ActiveRun run = open();
    Evaluation eval = run.metrics(Evaluation.class);
    eval.scores(1000, 0.21, 0.88);
    run.flush(Duration.ofSeconds(10));
    assertEquals(List.of("eval/loss 1000 0.21", "eval/f1 1000 0.88"), points());
    assertEquals(1, pluto.received(RunServer.INGEST).get(0).body().lines().count());
    assertEquals(new RunStats(2, 2, 0, 0, 0), run.stats());
  }

  @Test
  void takesEachPrimitiveNumber() {
    ActiveRun run = open();
    AllTypes all = run.metrics(AllTypes.class);
    all.floats(Double.MIN_VALUE, 0.1f, Integer.MAX_VALUE);
    all.integers((1L << 53) + 1, (1L << 53) - 1, Integer.MIN_VALUE);
    all.integers(3, 4);
    run.flush(Duration.ofSeconds(10));
    assertEquals(
        List.of(
            "double 2147483647 4.9E-324",
            "float 2147483647 " + (double) 0.1f,
            "long 9007199254740991 9.007199254740992E15",
            "int 9007199254740991 -2.147483648E9",
            "int 3 4.0"),
        points());
  }

  @Test
  void inheritedMethodsAreOfTheGroupOfTheType() {
    ActiveRun run = open();
    Derived derived = run.metrics(Derived.class);
    derived.base(1, 0.5);
    derived.own(2, 0.25);
    run.flush(Duration.ofSeconds(10));
    assertEquals(List.of("train/phase 1/base 1 0.5", "train/phase 1/own 2 0.25"), points());
    assertEquals("static", Derived.describe());
  }

  @Test
  void refusesWhatLogRefuses() {
    ActiveRun run = open();
    Evaluation eval = run.metrics(Evaluation.class);
    assertThrows(IllegalArgumentException.class, () -> eval.scores(-1, 0.5, 0.5));
    assertThrows(IllegalArgumentException.class, () -> eval.scores(1L << 53, 0.5, 0.5));
    run.close();
    assertThrows(IllegalStateException.class, () -> eval.scores(1, 0.5, 0.5));
    assertThrows(IllegalStateException.class, () -> run.metrics(Evaluation.class));
    assertEquals(new RunStats(0, 0, 0, 0, 0), run.stats());
  }

  @Test
  void aCallThatFindsNoRoomLogsNothing() {
    ActiveRun run =
        open(
            options()
                .maxBufferedPoints(2)
                .fullBufferWait(Duration.ZERO)
                .flushInterval(Duration.ofHours(1))
                .build());
    pluto.answerAll(
        RunServer.INGEST, r -> new okhttp3.mockwebserver.MockResponse().setResponseCode(503));
    run.log(1, "x", 0.5);
    Evaluation eval = run.metrics(Evaluation.class);
    UndeliveredException e =
        assertThrows(UndeliveredException.class, () -> eval.scores(1, 0.5, 0.5));
    assertEquals(2, e.undelivered());
    assertEquals(1, run.stats().logged());
    pluto.answerAsPluto(RunServer.INGEST);
  }

  /** So that the run's page has them, whether anything is logged or not. */
  @Test
  void theNamesAreRegisteredBeforeAnythingIsLogged() {
    ActiveRun run = open();
    run.metrics(Evaluation.class);
    Await.until("the names", () -> !pluto.names().isEmpty());
    assertEquals(Set.of("eval/loss", "eval/f1"), new HashSet<>(pluto.names()));
    run.metrics(Evaluation.class).scores(1, 0.5, 0.5);
    run.flush(Duration.ofSeconds(10));
    assertEquals(1, pluto.received(RunServer.NAMES).size());
  }

  @Test
  void anInstanceIsEqualToItselfOnly() {
    ActiveRun run = open();
    Evaluation eval = run.metrics(Evaluation.class);
    Evaluation other = run.metrics(Evaluation.class);
    assertSame(eval, new HashSet<>(List.of(eval)).iterator().next());
    assertEquals(eval, eval);
    assertNotEquals(eval, other);
    assertNotEquals(null, eval);
    assertEquals(eval.hashCode(), eval.hashCode());
    assertTrue(new HashSet<>(List.of(eval, other)).contains(other));
    assertEquals(
        Evaluation.class.getName()
            + " of the run with ID 1 (display ID 'MMP-1') in project 'my-ml-project'",
        eval.toString());
  }
}
