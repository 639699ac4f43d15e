package io.github.plutojava.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The servers of a run, each in a process of its own. */
final class Servers implements AutoCloseable {
  private final TlsFiles tls;
  private final List<JavaProcess> processes = new ArrayList<>();

  Servers(TlsFiles tls) {
    this.tls = tls;
  }

  /** Starts one and returns its base URL when it is warm. */
  String start(String scheme, String framing, int delayMillis) throws IOException {
    JavaProcess server =
        new JavaProcess(
            System.getProperty("java.class.path"),
            tls.serverFlags(),
            BenchServer.class,
            List.of(scheme, framing, Integer.toString(delayMillis)));
    processes.add(server);
    return server.readLine();
  }

  @Override
  public void close() {
    processes.forEach(JavaProcess::close);
  }
}
