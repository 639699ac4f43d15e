package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.ChildJvm;
import io.github.plutojava.testing.RunServer;
import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process that is killed loses no more than what it logged last. */
@Tag("unmutated")
class KilledProcessTest extends RunTest {
  private static final long INTERVAL_MILLIS = 100;

  /** How long a batch may take on a machine that is busy with other tests. */
  private static final long BATCH_MILLIS = 3000;

  /** Logs one step after the other, and says when it did. */
  static final class LoggingProgram {
    public static void main(String[] args) {
      PlutoClient client =
          PlutoClient.builder()
              .apiKey(KEY)
              .baseUrl(args[0])
              .ingestUrl(args[0])
              .heartbeatUrl(args[0])
              .build();
      ActiveRun run =
          client.resume(
              MMP_1,
              RunOptions.builder().flushInterval(Duration.ofMillis(INTERVAL_MILLIS)).build());
      for (int step = 0; step < 20_000; step++) {
        run.log(step, "loss", step);
        System.out.println(step + " " + System.currentTimeMillis());
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
  }

  @Test
  void losesAtMostTheLastInterval() throws Exception {
    List<String> logged = new ArrayList<>();
    long killed;
    try (ChildJvm program =
        ChildJvm.start(List.of(), Map.of(), LoggingProgram.class, server.url("/").toString())) {
      while (pluto.received(RunServer.INGEST).size() < 6) {
        String line = program.readLine();
        assertNotNull(line, logged.toString());
        logged.add(line);
      }
      killed = System.currentTimeMillis();
      program.kill();
      for (String line : program.readAll()) {
        if (line.matches("[0-9]+ [0-9]{13}")) { // The last one may be cut off.
          logged.add(line);
        }
      }
    }
    List<Long> accepted = pluto.points().stream().map(RunServer.Point::step).toList();
    assertTrue(accepted.size() > 10, "only " + accepted.size());
    assertEquals(LongStream.range(0, accepted.size()).boxed().toList(), accepted);
    for (String lost : logged.subList(Math.min(accepted.size(), logged.size()), logged.size())) {
      long time = Long.parseLong(lost.substring(lost.indexOf(' ') + 1));
      assertTrue(time > killed - INTERVAL_MILLIS - BATCH_MILLIS, lost + " of " + killed);
    }
  }
}
