package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that is finished is COMPLETED, or the program is told. */
class FinishTest extends RunTest {
  @Test
  void deliversSetsTheStatusAndReadsItBack() {
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.COMPLETED, run.finish(Duration.ofSeconds(10)));
    assertEquals(1, pluto.points().size());
    RunServer.Received request = pluto.received(RunServer.STATUS).get(0);
    assertEquals("{\"runId\":1,\"status\":\"COMPLETED\"}", request.body());
    assertEquals("application/json", request.request().getHeader("Content-Type"));
    assertThrows(IllegalStateException.class, () -> run.log(2, "loss", 0.5));
    assertEquals(RunStatus.COMPLETED, run.finish(Duration.ofSeconds(10)));
    assertEquals(RunStatus.COMPLETED, run.fail("too late", Duration.ofSeconds(10)));
    assertEquals(1, pluto.received(RunServer.STATUS).size());
    assertEquals(List.of(), problems);
  }

  @Test
  void failSetsTheStatusWithTheReason() {
    ActiveRun run = open();
    run.log(1, "loss", 0.5);
    assertEquals(RunStatus.FAILED, run.fail("no GPU", Duration.ofSeconds(10)));
    assertEquals(
        "{\"runId\":1,\"status\":\"FAILED\",\"statusMetadata\":\"{\\\"message\\\":\\\"no GPU\\\"}\"}",
        pluto.received(RunServer.STATUS).get(0).body());
    assertEquals(1, pluto.points().size());
    assertEquals(List.of(), problems);
  }

  @Test
  void endsARunThatCannotBeLoggedTo() {
    ResumedRun foreign = new ResumedRun(1, null, null, "проект", "acme", "https://x/1", true);
    ActiveRun run = closeLater(client().open(foreign, options().build()));
    assertThrows(IllegalStateException.class, () -> run.log(1, "loss", 0.5));
    assertEquals(RunStatus.COMPLETED, run.finish(Duration.ofSeconds(10)));
    ActiveRun other = closeLater(client().open(foreign, options().build()));
    assertEquals(RunStatus.FAILED, other.fail("no GPU", Duration.ofSeconds(10)));
  }

  @Test
  void cannotEndARunOfAClosedClient() {
    PlutoClient client = builder().build();
    ActiveRun run = client.resume(MMP_1, options().build());
    client.close();
    IllegalStateException e = assertThrows(IllegalStateException.class, run::finish);
    assertEquals("this PlutoClient is closed: make a new one", e.getMessage());
    assertEquals(RunStatus.UNKNOWN, run.fail("no GPU"));
    assertEquals(0, pluto.received(RunServer.STATUS).size());
  }
}
