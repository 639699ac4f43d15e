package io.github.plutojava.internal.wire;

import java.io.IOException;

/**
 * An answer is not what it should be. The message continues a sentence that begins with "the
 * answer".
 */
public final class MalformedAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedAnswerException(String message) {
    super(message);
  }
}
