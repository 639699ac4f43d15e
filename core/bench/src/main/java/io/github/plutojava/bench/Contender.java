package io.github.plutojava.bench;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** One way to resume a run, as its users would write it. */
interface Contender {
  String API_KEY = "mlps_benchmarkKey0123456789";
  String DISPLAY_ID = "MMP-1";

  /** Resumes the run and returns what the server says: its display ID, for those that parse. */
  String resume() throws IOException, InterruptedException;

  /** One that can do so without a thread of the caller's. */
  interface Async extends Contender {
    CompletableFuture<?> resumeAsync();
  }
}
