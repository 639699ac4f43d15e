package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.RunServer;
import java.time.Duration;
import java.util.List;
import okhttp3.mockwebserver.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An open run reads at most a mebibyte of an answer, so that no server can fill the memory. */
class LargeAnswersTest extends EndingTest {
  private static final MockResponse LARGE = Answers.json(200, "[" + " ".repeat(1 << 20));

  @ParameterizedTest
  @ValueSource(strings = {RunServer.INGEST, RunServer.NAMES, RunServer.HEARTBEAT})
  void oneIsToldAsUnusable(String path) {
    pluto.answerNext(path, LARGE);
    ActiveRun run = open(options().heartbeatInterval(Duration.ofSeconds(20)).build());
    run.log(1, "loss", 0.5);
    awaitProblems(1);
    assertEquals(PlutoResponseException.class, problems.get(0).getClass());
    assertHas("is larger than 1048576 bytes", problems.get(0).getMessage());
    run.flush(LIMIT);
    assertEquals(1, pluto.points().size());
  }

  @Test
  void theStatusIsAskedForAgain() {
    pluto.answerNext(RunServer.STATUS, LARGE);
    assertEquals(RunStatus.COMPLETED, open().finish(LIMIT));
    assertEquals(List.of("COMPLETED", "COMPLETED"), asked());
  }
}
