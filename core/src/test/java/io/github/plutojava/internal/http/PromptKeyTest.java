package io.github.plutojava.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Await;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever must not hang with a supplier of keys gets a key soon, or is told that there is none. */
class PromptKeyTest {
  private static final long NO_TIME = 0;
  private static final long LONG = TimeUnit.MINUTES.toNanos(1);

  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<Supplier<String>> supplier = new AtomicReference<>(() -> "first");
  private final ApiKeySource source =
      new ApiKeySource(
          () -> {
            asked.incrementAndGet();
            return supplier.get().get();
          });

  @AfterEach
  void goOn() {
    never.countDown();
  }

  private String hang() {
    try {
      never.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return "late";
  }

  private static IllegalStateException failure(PromptKey key) {
    return assertThrows(IllegalStateException.class, key::get);
  }

  @Test
  void isTheSuppliersNewestIfThatAnswers() {
    PromptKey key = new PromptKey(source, LONG, LONG);
    assertEquals("first", key.get());
    supplier.set(() -> "second");
    assertEquals("second", key.get());
    assertEquals(2, asked.get());
  }

  @Test
  void isTheLastThatAnybodyGotIfTheSupplierHangs() throws Exception {
    PromptKey key = new PromptKey(source, NO_TIME, LONG);
    assertEquals("first", source.get());
    supplier.set(this::hang);
    for (int i = 0; i < 3; i++) {
      assertEquals("first", key.get());
    }
    never.countDown();
    supplier.set(() -> "third");
    Await.until("the supplier answers again", () -> key.get().equals("third"));
  }

  @Test
  void oneThreadAsksForAllCallersOnceAtATime() {
    PromptKey key = new PromptKey(source, NO_TIME, LONG);
    assertEquals("first", new PromptKey(source, LONG, LONG).get());
    CountDownLatch begun = new CountDownLatch(1);
    supplier.set(
        () -> {
          begun.countDown();
          return hang();
        });
    assertEquals("first", key.get());
    assertTrue(await(begun));
    for (int i = 0; i < 10; i++) {
      assertEquals("first", key.get());
    }
    assertEquals(2, asked.get());
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void isWaitedForLongerIfThereWasNone() {
    PromptKey key = new PromptKey(source, NO_TIME, LONG);
    assertEquals("first", key.get());
  }

  @Test
  void isMissingIfTheSupplierHasNeverAnswered() {
    supplier.set(this::hang);
    assertEquals(
        "the API key supplier has not given a key in time, so the request was not sent",
        failure(new PromptKey(source, LONG, NO_TIME)).getMessage());
  }

  @Test
  void isMissingOnAnInterruptedThreadWhoseFlagStays() {
    supplier.set(this::hang);
    PromptKey key = new PromptKey(source, LONG, LONG);
    Thread.currentThread().interrupt();
    IllegalStateException e = failure(key);
    assertTrue(Thread.interrupted());
    assertEquals(
        "the API key supplier has not given a key in time, so the request was not sent",
        e.getMessage());
  }

  @Test
  void whatTheSupplierThrowsIsTheCause() {
    IllegalArgumentException bug = new IllegalArgumentException("no vault");
    supplier.set(
        () -> {
          throw bug;
        });
    PromptKey key = new PromptKey(source, LONG, LONG);
    IllegalStateException e = failure(key);
    assertEquals("the API key supplier failed, so the request was not sent", e.getMessage());
    assertSame(bug, e.getCause());
    AssertionError error = new AssertionError("worse");
    supplier.set(
        () -> {
          throw error;
        });
    assertSame(error, failure(key).getCause());
  }

  @Test
  void whatCannotBeAKeyIsNone() {
    supplier.set(() -> "");
    assertTrue(
        failure(new PromptKey(source, LONG, LONG)).getMessage().contains("is empty"),
        "says what it is");
  }
}
