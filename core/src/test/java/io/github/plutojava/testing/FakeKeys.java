package io.github.plutojava.testing;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Gives one key after the other, and the last one again and again. */
public final class FakeKeys implements Supplier<String> {
  private final List<String> keys;
  private final AtomicInteger asked = new AtomicInteger();

  public FakeKeys(String... keys) {
    this.keys = List.of(keys);
  }

  @Override
  public String get() {
    return keys.get(Math.min(asked.getAndIncrement(), keys.size() - 1));
  }

  public int asked() {
    return asked.get();
  }
}
