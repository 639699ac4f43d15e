package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.Hold;
import io.github.plutojava.testing.RunServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;

/** A resume that a heartbeat has begun must not set the run RUNNING after its end. */
class RevivalAtEndTest extends EndingTest {
  @Test
  void inFlightIsWaitedFor() throws Exception {
    Hold resume = closeLater(new Hold(pluto::accept));
    AtomicBoolean isReleased = new AtomicBoolean();
    List<Boolean> askedAfterIt = new CopyOnWriteArrayList<>();
    pluto.answerAll(
        RunServer.STATUS,
        request -> {
          askedAfterIt.add(isReleased.get());
          return pluto.accept(request);
        });
    ActiveRun run = openWithBeatThatResumes(resume);
    resume.awaitRequest();
    Duration limit = Duration.ofMinutes(1); // The end of the resume ends the wait, not this.
    CompletableFuture<RunStatus> finish = run.finishAsync(limit);
    CompletableFuture<RunStatus> fail = run.failAsync(new Exception("too late"), limit);
    Await.until("the wait for the resume", RevivalAtEndTest::isAwaitedByAnEnding);
    isReleased.set(true);
    resume.close();
    fail.get(10, TimeUnit.SECONDS);
    assertEquals(asked().get(0), pluto.status());
    assertEquals(List.of(true), askedAfterIt);
    assertEquals(2, count(RunServer.RESUME));
    assertEquals(true, finish.handle((status, e) -> true).get(10, TimeUnit.SECONDS));
  }

  private static boolean isAwaitedByAnEnding() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("Pluto run ending"))
        .flatMap(thread -> Stream.of(thread.getValue()))
        .anyMatch(frame -> frame.getClassName().equals(Revival.class.getName()));
  }

  @Test
  void thatGotNoAnswerIsMadeOnceMoreBeforeTheStatus() {
    ActiveRun run = openWithBeatThatResumes(this::lost);
    awaitProblems(1);
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(3, count(RunServer.RESUME));
    assertEquals(List.of("COMPLETED"), asked());
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(3, count(RunServer.RESUME));
  }

  @Test
  void isMadeOnceMoreUntilThatSucceeds() {
    ActiveRun run = openWithBeatThatResumes(this::lost);
    awaitProblems(1);
    pluto.answerNext(RunServer.RESUME, Answers.error(500, "Internal Server Error"));
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(4, count(RunServer.RESUME));
  }

  @Test
  void thatWasRefusedIsNotMadeAgain() {
    ActiveRun run = openWithBeatThatResumes(request -> Answers.error(403, "Forbidden"));
    awaitProblems(1);
    pluto.setStatus("RUNNING");
    assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
    assertEquals(2, count(RunServer.RESUME));
  }

  @Test
  void isNotBegunOnceTheRunEnds() throws Exception {
    Hold history = closeLater(new Hold(request -> Answers.error(404, "Not Found")));
    pluto.answerNext(RunServer.HISTORY, history);
    ActiveRun run = openWithBeatThatResumes(pluto::accept);
    history.awaitRequest();
    assertEquals(RunStatus.FAILED, run.fail("no GPU", LIMIT));
    history.close();
    run.close();
    assertEquals("FAILED", pluto.status());
    assertEquals(1, count(RunServer.RESUME));
  }

  /** The first beat finds the run FAILED by the monitor, and resumes it. */
  private ActiveRun openWithBeatThatResumes(Function<RunServer.Received, MockResponse> answer) {
    pluto.answerNext(RunServer.RESUME, pluto::accept);
    pluto.answerNext(RunServer.RESUME, answer);
    pluto.answerNext(
        RunServer.HEARTBEAT,
        request -> {
          pluto.setStatus("FAILED");
          return pluto.accept(request);
        });
    ActiveRun run = open(options().heartbeatInterval(Duration.ofSeconds(60)).build());
    Await.until("the history", () -> count(RunServer.HISTORY) == 1);
    return run;
  }
}
