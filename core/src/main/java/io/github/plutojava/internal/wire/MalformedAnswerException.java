package io.github.plutojava.internal.wire;

import java.io.IOException;

/** An answer that is not what it should be; the message goes on from "the answer". */
public final class MalformedAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedAnswerException(String message) {
    super(message);
  }
}
