package io.github.plutojava.testing;

import java.util.concurrent.CountDownLatch;

/** Answers of one service of a {@link RunServer} that come only once the test says so. */
public final class HeldAnswers implements AutoCloseable {
  private final CountDownLatch isAsked = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  public HeldAnswers(RunServer pluto, String path) {
    pluto.answerAll(
        path,
        request -> {
          isAsked.countDown();
          try {
            mayAnswer.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return pluto.accept(request);
        });
  }

  /** Waits until the first request is there. */
  public void awaitRequest() throws InterruptedException {
    Await.latch("a request", isAsked);
  }

  /** Answers what is there, and what will come. */
  public void answer() {
    mayAnswer.countDown();
  }

  @Override
  public void close() {
    answer();
  }
}
