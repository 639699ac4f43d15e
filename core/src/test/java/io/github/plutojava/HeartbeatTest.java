package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.WatchTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When heartbeats are sent, and what is told of those that fail. */
class HeartbeatTest extends WatchTest {
  private static final Duration INTERVAL = Duration.ofSeconds(20);

  @Test
  void theFirstIsSentAtOnceAndThenOneEachInterval() {
    ActiveRun run = open();
    assertEquals(0, heartbeats());
    assertEquals(Duration.ZERO, untilNextTurn());
    turn();
    assertEquals(1, heartbeats());
    assertEquals(INTERVAL, untilNextTurn());
    manual.pass(INTERVAL.minusNanos(1));
    assertEquals(1, heartbeats());
    turns(2);
    assertEquals(3, heartbeats());
    assertEquals(INTERVAL, untilNextTurn());
    RunServer.Received beat = pluto.received(RunServer.HEARTBEAT).get(2);
    RecordedRequest request = beat.request();
    assertEquals("POST /api/runs/trigger HTTP/1.1", request.getRequestLine());
    assertEquals("Bearer " + KEY, request.getHeader("Authorization"));
    assertEquals("application/json", request.getHeader("Content-Type"));
    assertEquals("{\"runId\":1}", beat.body());
    assertEquals(0, run.stats().failedRequests());
  }

  @Test
  void theTimeThatOneTakesIsPartOfTheInterval() {
    open();
    pluto.answerNext(RunServer.HEARTBEAT, request -> after(Duration.ofSeconds(3)));
    turn();
    assertEquals(Duration.ofSeconds(17), untilNextTurn());
  }

  @Test
  void oneThatTakesLongerThanTheIntervalIsFollowedAtOnce() {
    open(options().heartbeatInterval(Duration.ofSeconds(1)).build());
    pluto.answerNext(RunServer.HEARTBEAT, request -> after(Duration.ofSeconds(3)));
    turn();
    assertEquals(Duration.ZERO, untilNextTurn());
  }

  private MockResponse after(Duration duration) {
    manual.pass(duration);
    return status("RUNNING");
  }

  @Test
  void oneThatHangsEndsAfterFiveSecondsAndIsNotSentAgain() {
    open();
    pluto.answerNext(RunServer.HEARTBEAT, NONE);
    manual.pass(untilNextTurn());
    Await.until("it is sent", () -> heartbeats() == 1);
    manual.pass(Duration.ofSeconds(5));
    assertEquals(Duration.ofSeconds(15), untilNextTurn());
    Await.until("it is told", () -> problems.size() == 1);
    PlutoTransportException problem =
        assertInstanceOf(PlutoTransportException.class, problems.get(0));
    assertTrue(problem.timedOut());
    assertEquals(
        "could not send a heartbeat of the run with ID 1 (display ID 'MMP-1') in project"
            + " 'my-ml-project': no answer within 5 s",
        problem.getMessage());
    assertEquals(1, heartbeats());
  }

  @Test
  void theFirstFailureAndEachSixthAreToldAndASuccessBeginsAnew() {
    open();
    for (int i = 0; i < 13; i++) {
      pluto.answerNext(RunServer.HEARTBEAT, Answers.json(500, "{\"detail\":\"down " + i + "\"}"));
    }
    turns(13);
    assertEquals(13, heartbeats(), "none is sent again");
    Await.until("three are told", () -> problems.size() == 3);
    assertTrue(problems.get(0).getMessage().contains("500 down 0"), problems.get(0).getMessage());
    assertTrue(problems.get(1).getMessage().contains("500 down 5"), problems.get(1).getMessage());
    assertTrue(problems.get(2).getMessage().contains("500 down 11"), problems.get(2).getMessage());
    assertEquals(INTERVAL, untilNextTurn());
    turn();
    pluto.answerNext(RunServer.HEARTBEAT, Answers.json(500, "{\"detail\":\"down again\"}"));
    turn();
    Await.until("it is told", () -> problems.size() == 4);
    assertTrue(problems.get(3).getMessage().contains("down again"), problems.get(3).getMessage());
  }

  @Test
  void theServersReasonsAreQuoted() {
    open();
    pluto.answerNext(
        RunServer.HEARTBEAT,
        Answers.json(
            422, "{\"detail\":[{\"loc\":[\"body\",\"runId\"],\"msg\":\"field required\"}]}"));
    turn();
    Await.until("it is told", () -> problems.size() == 1);
    PlutoApiException problem = assertInstanceOf(PlutoApiException.class, problems.get(0));
    assertEquals("body.runId: field required", problem.error());
    assertTrue(
        problem.getMessage().contains("422 body.runId: field required"), problem.getMessage());
  }

  @Test
  void aWrongAddressIsToldAndLoggingGoesOn() {
    ActiveRun run = open();
    pluto.answerNext(RunServer.HEARTBEAT, Answers.json(404, "{\"detail\":\"Not Found\"}"));
    turn();
    Await.until("it is told", () -> problems.size() == 1);
    assertEquals(PlutoApiException.class, problems.get(0).getClass());
    assertTrue(
        problems.get(0).getMessage().contains("check the heartbeat URL"),
        problems.get(0).getMessage());
    run.log(1, "loss", 0.5);
    assertEquals(1, run.stats().waiting());
  }

  @Test
  void aFailureOfTheKeySupplierIsToldAsAPlutoException() {
    IllegalStateException noKey = new IllegalStateException("the vault is sealed");
    AtomicBoolean isSealed = new AtomicBoolean();
    PlutoClient client =
        closeLater(
            builder()
                .apiKey(
                    () -> {
                      if (isSealed.get()) {
                        throw noKey;
                      }
                      return KEY;
                    })
                .build());
    closeLater(client.resume(MMP_1, options().build()));
    isSealed.set(true);
    turns(3);
    Await.until("it is told", () -> problems.size() == 1);
    assertSame(noKey, problems.get(0).getCause().getCause());
    isSealed.set(false);
    turn();
    assertEquals(1, heartbeats());
  }

  @Test
  void noneAreSentIfTheyAreOff() {
    open(options().heartbeatInterval(Duration.ZERO).build());
    turns(5);
    assertEquals(0, heartbeats());
    assertEquals(0, pluto.received(RunServer.DETAILS).size());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noneIsSentOnceTheStatusIsSet(boolean isFinish) {
    ActiveRun run = open();
    turn();
    int[] before = new int[1];
    pluto.answerNext(
        RunServer.STATUS,
        request -> {
          manual.pass(Duration.ofMinutes(5));
          before[0] = heartbeats();
          return pluto.accept(request);
        });
    if (isFinish) {
      assertEquals(RunStatus.COMPLETED, run.finish());
    } else {
      assertEquals(RunStatus.FAILED, run.fail("no GPU"));
    }
    manual.pass(Duration.ofMinutes(5));
    assertEquals(1, before[0]);
    assertEquals(1, heartbeats());
  }

  @Test
  void theyGoOnIfAFinishFails() {
    ActiveRun run = open();
    turn();
    pluto.answerNext(RunServer.STATUS, Answers.error(401, "Unauthorized"));
    assertThrows(UnauthorizedException.class, run::finish);
    assertEquals(Duration.ZERO, untilNextTurn());
    turns(2);
    assertEquals(3, heartbeats());
    assertEquals(RunStatus.COMPLETED, run.finish());
    manual.pass(Duration.ofMinutes(5));
    assertEquals(3, heartbeats());
  }

  @Test
  void aClosedRunGetsNoneAndNothingIsToldOfOneThatTheCloseCutsOff() {
    PlutoClient client = client();
    ActiveRun run = client.resume(MMP_1, options().build());
    closeLater(client.open(run.run(), options().build()));
    manual.pass(Duration.ZERO);
    Await.until("both are to beat again", () -> manual.planned().size() == 2);
    pluto.answerNext(RunServer.HEARTBEAT, NONE, NONE);
    manual.pass(INTERVAL);
    Await.until("both hang", () -> heartbeats() == 4);
    run.close();
    client.close();
    manual.pass(Duration.ofMinutes(5));
    awaitEndOfTurns();
    assertEquals(4, heartbeats());
    assertEquals(0, problems.size());
  }

  @Test
  void anErrorInTheClientIsToldAsAPlutoException() {
    AtomicBoolean isBroken = new AtomicBoolean(true);
    OkHttpClient lent =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  boolean isBeat = chain.request().url().encodedPath().equals(RunServer.HEARTBEAT);
                  if (isBeat && isBroken.get()) {
                    throw new StackOverflowError("the interceptor's");
                  }
                  return chain.proceed(chain.request());
                })
            .build();
    closeLater(closeLater(builder().httpClient(lent).build()).resume(MMP_1, options().build()));
    turn();
    Await.until("it is told", () -> problems.size() == 1);
    Throwable cause = problems.get(0).getCause();
    assertEquals("the heartbeat failed in the client", cause.getMessage());
    assertInstanceOf(StackOverflowError.class, cause.getCause());
    isBroken.set(false);
    turn();
    assertEquals(1, heartbeats());
  }
}
