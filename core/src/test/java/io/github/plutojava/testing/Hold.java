package io.github.plutojava.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.mockwebserver.MockResponse;

/** Holds an answer back until it is released, so that a test can act while the call hangs. */
public final class Hold implements Function<RunServer.Received, MockResponse>, AutoCloseable {
  private final Function<RunServer.Received, MockResponse> answer;
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  public Hold(Function<RunServer.Received, MockResponse> answer) {
    this.answer = answer;
  }

  @Override
  public MockResponse apply(RunServer.Received request) {
    arrived.countDown();
    try {
      boolean unused = released.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer.apply(request);
  }

  /** Waits until the server has the request. */
  public void awaitRequest() throws InterruptedException {
    Await.latch("the request", arrived);
  }

  @Override
  public void close() {
    released.countDown();
  }
}
