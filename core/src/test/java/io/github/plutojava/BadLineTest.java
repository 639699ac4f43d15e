package io.github.plutojava;

import static io.github.plutojava.testing.RunServer.INGEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.FaultTest;
import io.github.plutojava.testing.IngestAnswers;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A point whose line the server refuses is refused alone: all others arrive. */
class BadLineTest extends FaultTest {
  private void refuse(Integer... steps) {
    pluto.answerAll(
        INGEST,
        IngestAnswers.refusing(
            pluto,
            line -> Stream.of(steps).anyMatch(step -> line.contains("\"step\":" + step + ","))));
  }

  private void assertTold(int index, int step) {
    UndeliveredException told =
        problem(index, UndeliveredException.class, "'loss' = " + step + ".0 at step " + step);
    assertEquals(1, told.undelivered());
    assertEquals(1, told.refused());
    BadRequestException cause = assertInstanceOf(BadRequestException.class, told.getCause());
    assertTrue(cause.error().contains("(3004 - "), cause.error());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 500, 999})
  void atTheFrontInTheMiddleAndAtTheEnd(int step) {
    refuse(step);
    ActiveRun run = open();
    log(run, 1000);
    UndeliveredException e = failingFlush(run);
    assertEquals(1, e.undelivered());
    assertEquals(1, e.refused());
    assertArrived(1000, step);
    assertStats(run, 999, 1, 0, run.stats().failedRequests());
    awaitProblems(1);
    assertEquals(1, problems.size(), "the steps of a halving are not told");
    assertTold(0, step);
    assertTrue(bodies().size() <= 24, "halves, not points: " + bodies().size());
  }

  @Test
  void allOfThemInOrder() {
    refuse(0, 1, 77, 99);
    ActiveRun run = open();
    log(run, 100);
    assertEquals(4, failingFlush(run).refused());
    assertArrived(100, 0, 1, 77, 99);
    assertStats(run, 96, 4, 0, run.stats().failedRequests());
    assertTold(0, 0);
    assertTold(1, 1);
    assertTold(2, 77);
    assertTold(3, 99);
  }

  @Test
  void thePointsOfALineAreTriedOneByOne() {
    pluto.answerAll(INGEST, IngestAnswers.refusing(pluto, line -> line.contains("\"bad\"")));
    ActiveRun run = open();
    Map<String, Integer> values =
        Stream.of("a", "b", "bad", "c", "d")
            .collect(Collectors.toMap(name -> name, String::length));
    run.log(1, values);
    assertEquals(1, failingFlush(run).refused());
    assertEquals("[a@1, b@1, c@1, d@1]", pluto.stored().keySet().toString());
    problem(0, UndeliveredException.class, "'bad' = 3.0 at step 1");
  }

  @Test
  void itStaysRefusedButWhatFollowsArrives() throws Exception {
    refuse(1);
    ActiveRun run = open();
    log(run, 2);
    assertEquals(1, failingFlush(run).refused());
    run.log(2, "loss", 2);
    UndeliveredException again = failingFlush(run);
    assertEquals(1, again.undelivered());
    assertEquals(1, again.refused());
    assertArrived(3, 1);
  }

  @Test
  void afterAFailureInPassingAndARefusalWhatFollowsNeedsNoFlush() {
    pluto.answerNext(INGEST, Answers.error(503, "not now"));
    refuse(0);
    ActiveRun run = open();
    run.log(0, "loss", 0);
    send();
    awaitProblems(2);
    assertTold(1, 0);
    run.log(1, "loss", 1);
    send();
    Await.until("the second point", () -> run.stats().accepted() == 1);
  }

  @Test
  void aFailureInPassingBetweenHalvesLosesNothing() {
    refuse(3);
    ActiveRun run = open();
    pluto.answerNext(
        INGEST,
        IngestAnswers.refused(IngestAnswers.badLine("x")),
        Answers.error(500, "no"),
        IngestAnswers.refused("DatabaseError (4001 - Database Error): no"));
    log(run, 8);
    assertEquals(1, failingFlush(run).refused());
    assertArrived(8, 3);
  }
}
