package io.github.plutojava.bench;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunOptions;
import io.github.plutojava.UndeliveredException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints how many bytes of heap open runs take: an idle one; one whose points all wait since ingest
 * is away; and that one after its close. Argument: base URL.
 */
final class OpenRunHeap {
  private static final int IDLE_RUNS = 100;

  /** The library's threads have buffers, and end after 10 s without work. */
  private static final long IDLE_THREADS_MILLIS = 11_000;

  private static final RunOptions OPTIONS =
      RunOptions.builder().closeTimeout(Duration.ofMillis(100)).onProblem(problem -> {}).build();

  private OpenRunHeap() {}

  public static void main(String[] args) throws Exception {
    try (PlutoClient pluto = PlutoPoints.client(args[0]);
        PlutoClient outage =
            PlutoClient.builder()
                .apiKey(Contender.API_KEY)
                .baseUrl(args[0])
                .ingestUrl("http://localhost:" + closedPort())
                .heartbeatUrl(args[0])
                .build()) {
      idle(pluto, IDLE_RUNS); // Makes what all runs share, as the next one does.
      waiting(outage, 1_000);
      String waiting = waiting(outage, OPTIONS.maxBufferedPoints());
      System.out.println(idle(pluto, IDLE_RUNS) / IDLE_RUNS + " " + waiting);
    }
    System.exit(0);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static long idle(PlutoClient pluto, int count) throws InterruptedException {
    long before = heap();
    List<ActiveRun> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      runs.add(open(pluto));
    }
    long bytes = heap() - before;
    runs.forEach(ActiveRun::close);
    return bytes;
  }

  private static String waiting(PlutoClient outage, int points) throws InterruptedException {
    long before = heap();
    ActiveRun run = open(outage);
    for (int i = 0; i < points; i++) {
      run.log(i / Workload.METRICS, Workload.name(i % Workload.METRICS), 1.0 / i);
    }
    try {
      run.flush(Duration.ZERO);
    } catch (UndeliveredException e) { // That is what is measured.
    }
    long waiting = heap() - before;
    run.close();
    Thread.sleep(IDLE_THREADS_MILLIS);
    try {
      return waiting + " " + (heap() - before);
    } finally {
      Reference.reachabilityFence(run); // A closed run costs as little while the program holds it.
    }
  }

  private static ActiveRun open(PlutoClient pluto) {
    return pluto.resume(ResumeTarget.byDisplayId(Contender.DISPLAY_ID), OPTIONS);
  }

  /** What other threads have under way is over soon. */
  private static long heap() throws InterruptedException {
    Thread.sleep(300);
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
