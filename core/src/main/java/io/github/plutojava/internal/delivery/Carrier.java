package io.github.plutojava.internal.delivery;

import java.time.Duration;
import java.util.List;

/**
 * Takes lines and names to the server. Both methods block, at most for about {@code limit}, and are
 * called on a thread of the executor for sending. What they throw counts as a {@link
 * Verdict.Kind#PASSING passing} failure.
 */
public interface Carrier {
  /**
   * Sends one body of lines. There is one call at a time for a delivery.
   *
   * @param body empty for a probe; its bytes are used again once this method has returned
   */
  Verdict send(Body body, Duration limit);

  /**
   * Registers names. There is one call at a time for a delivery, but it can be beside a {@link
   * #send}.
   *
   * @param names at least one, each once; at most 10,000, or 1 MiB as JSON
   */
  Verdict register(List<String> names, Duration limit);
}
