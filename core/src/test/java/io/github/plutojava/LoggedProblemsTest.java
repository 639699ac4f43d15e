package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.delivery.Flushed;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Await;
import io.github.plutojava.testing.IngestAnswers;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Problems that nobody wants to be told of are logged, but do not fill the log. */
class LoggedProblemsTest extends RunTest {
  private final Logger logger = Logger.getLogger("io.github.plutojava");
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }

  @Test
  void eachKindAtMostOnceAMinute() {
    AtomicLong nanos = new AtomicLong(-5);
    LoggedProblems log = new LoggedProblems(nanos::get);
    PlutoException problem = PlutoApiException.of(503, "words");
    log.accept(problem);
    log.accept(PlutoApiException.of(500, "of the same kind"));
    log.accept(new PlutoResponseException("another kind"));
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(1) - 1);
    log.accept(PlutoApiException.of(500, "too soon"));
    assertEquals(2, records.size());
    nanos.incrementAndGet();
    log.accept(PlutoApiException.of(500, "a minute later"));
    assertEquals(3, records.size());
    assertEquals(Level.WARNING, records.get(0).getLevel());
    assertEquals("io.github.plutojava", records.get(0).getLoggerName());
    assertEquals(problem.getMessage(), records.get(0).getMessage());
  }

  private final PlutoException refusal = PlutoApiException.of(403, "Forbidden");
  private final UndeliveredException undelivered = new UndeliveredException("kept", 2, refusal);

  private LogRecord logged(PlutoException problem) {
    records.clear();
    new LoggedProblems(() -> 0).accept(problem);
    assertEquals(1, records.size());
    return records.get(0);
  }

  @Test
  void eachInOneLineWithItsCause() {
    LogRecord record = logged(undelivered);
    assertEquals("kept; caused by: 403 Forbidden", record.getMessage());
    assertEquals(Level.WARNING, record.getLevel());
    assertNull(record.getThrown());
    Exception vault = new IllegalStateException("the supplier failed", new IOException("a\nb"));
    assertEquals(
        "kept; caused by: the supplier failed; caused by: a b",
        logged(new UndeliveredException("kept", 0, vault)).getMessage());
    assertEquals(
        "kept; caused by: java.io.IOException",
        logged(new UndeliveredException("kept", 0, new IOException())).getMessage());
    assertEquals("kept", logged(new UndeliveredException("kept", 0, null)).getMessage());
    IOException circle = new IOException("a");
    circle.initCause(new IOException("b", circle));
    assertEquals(
        "kept" + "; caused by: a; caused by: b".repeat(5),
        logged(new UndeliveredException("kept", 0, circle)).getMessage());
    // Its message has its cause's already.
    assertEquals(
        "reset",
        logged(new PlutoTransportException("reset", new IOException("rst"), false, 1))
            .getMessage());
  }

  /** Of points that are lost, that says nothing any more. */
  @Test
  void aCauseIsToldWithoutWhatBecameOfIt() {
    refusal.setSentAgain();
    assertEquals("kept; caused by: 403 Forbidden", logged(undelivered).getMessage());
  }

  @Test
  void withTheStackTraceIfTheLevelIsFine() {
    logger.setLevel(Level.FINE);
    LogRecord record = logged(undelivered);
    assertEquals("kept", record.getMessage());
    assertEquals(Level.WARNING, record.getLevel());
    assertSame(undelivered, record.getThrown());
    refusal.setSentAgain();
    assertEquals("403 Forbidden; what waits is sent again", logged(refusal).getMessage());
  }

  private String firstMessage() {
    Await.until("it is logged", () -> !records.isEmpty());
    return records.get(0).getMessage();
  }

  private static RunOptions withoutListener() {
    return RunOptions.builder()
        .flushInterval(Duration.ofMillis(10))
        .heartbeatInterval(Duration.ZERO)
        .build();
  }

  @Test
  void isTheDefault() {
    pluto.answerNext(
        RunServer.INGEST,
        new MockResponse().setResponseCode(503),
        new MockResponse().setResponseCode(503));
    ActiveRun run = open(withoutListener());
    run.log(1, "loss", 0.5);
    run.flush(Duration.ofSeconds(10));
    Await.until("it is logged", () -> !records.isEmpty());
    run.close();
    assertEquals(1, records.size());
    String message = records.get(0).getMessage();
    assertTrue(message.startsWith("could not log a point to the run with ID 1 "), message);
    assertTrue(message.endsWith(": 503 Server Error; what waits is sent again"), message);
  }

  @Test
  void ofRefusedPointsItDoesNotSayThatTheyWait() {
    pluto.answerNext(RunServer.INGEST, IngestAnswers.refused(IngestAnswers.badLine("{}")));
    ActiveRun run = open(withoutListener());
    run.log(1, "loss", 0.5);
    assertThrows(UndeliveredException.class, () -> run.flush(Duration.ofSeconds(10)));
    String message = firstMessage();
    assertTrue(message.contains("which is lost"), message);
    assertFalse(message.contains("sent again"), message);
  }

  @Test
  void ofRefusedNamesItDoesNotSayThatTheyWait() {
    pluto.answerNext(RunServer.NAMES, Answers.error(400, "no"));
    ActiveRun run = open(withoutListener());
    run.log(1, "loss", 0.5);
    run.flush(Duration.ofSeconds(10));
    String message = firstMessage();
    assertTrue(message.startsWith("could not register a metric's name of the run"), message);
    assertFalse(message.contains("sent again"), message);
  }

  @Test
  void eachLossIsLoggedWhateverWasLoggedBefore() {
    LoggedProblems log = new LoggedProblems(() -> 0);
    Undelivered undelivered = new Undelivered(open().run());
    PlutoException refusal = PlutoApiException.of(422, "words");
    log.accept(undelivered.refused(1, "loss", 0.5, refusal));
    log.accept(undelivered.refused(2, "loss", 0.5, refusal));
    assertEquals(1, records.size());
    log.accept(undelivered.lost(2, refusal));
    log.accept(undelivered.lost(3, refusal));
    log.accept(undelivered.flushed(new Flushed(1, 0, null, true)));
    assertEquals(4, records.size());
  }

  @Test
  void thatPointsWaitAndThatOneWasRefusedAreTwoKinds() {
    LoggedProblems log = new LoggedProblems(() -> 0);
    PlutoException badLine = PlutoApiException.of(400, "words");
    for (int i = 0; i < 2; i++) {
      log.accept(new UndeliveredException("they wait", 1, null));
      log.accept(new UndeliveredException("one was refused", 1, 1, badLine));
    }
    assertEquals(
        List.of("they wait", "one was refused"),
        records.stream().map(record -> record.getMessage().replaceFirst(";.*", "")).toList());
  }

  @Test
  void whileTheJvmExitsEachIsPrinted() {
    LoggedProblems log = new LoggedProblems(() -> 0);
    log.accept(new PlutoResponseException("before"));
    log.toSystemErr();
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      log.accept(new PlutoResponseException("one"));
      log.accept(new PlutoResponseException("two"));
    } finally {
      System.setErr(before);
    }
    assertEquals(
        List.of("io.github.plutojava: one", "io.github.plutojava: two"),
        printed.toString(StandardCharsets.UTF_8).lines().toList());
    assertEquals(1, records.size());
  }
}
