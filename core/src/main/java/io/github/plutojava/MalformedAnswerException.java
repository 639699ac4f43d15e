package io.github.plutojava;

import java.io.IOException;

/** An answer that is not what it should be; the message goes on from "the answer". */
final class MalformedAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedAnswerException(String message) {
    super(message);
  }
}
