package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.EndingTest;
import io.github.plutojava.testing.RunServer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends a run, unlike a flush, tries more than once to register the names of its metrics. */
class NamesAtEndTest extends EndingTest {
  @ParameterizedTest
  @ValueSource(strings = {"finish", "fail", "close", "client"})
  void areTriedUntilTheyAreRegistered(String end) {
    for (int i = 0; i < 3; i++) {
      pluto.answerNext(RunServer.NAMES, Answers.error(500, "Internal Server Error"));
    }
    PlutoClient client = client();
    ActiveRun run = closeLater(client.resume(MMP_1, options().build()));
    run.log(1, "loss", 0.5);
    switch (end) {
      case "finish" -> assertEquals(RunStatus.COMPLETED, run.finish(LIMIT));
      case "fail" -> assertEquals(RunStatus.FAILED, run.fail("no GPU", LIMIT));
      case "close" -> run.close();
      default -> client.close();
    }
    assertEquals(List.of("loss"), pluto.names());
    assertEquals(4, count(RunServer.NAMES));
    awaitProblems(3);
    assertHas("could not register a metric's name", problems.get(2).getMessage());
    assertEquals(3, problems.size());
  }
}
