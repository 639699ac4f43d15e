package io.github.plutojava;

import java.util.regex.Pattern;

/**
 * A request of an open run.
 *
 * @param failed what messages say of its failure
 * @param address what the user has set wrong if the server is not Pluto's
 */
record RunOperation(String failed, String address) implements Operation {
  /** How ingest says that the key is refused: all of its errors are a 422. */
  private static final Pattern KEY_REFUSED = Pattern.compile("^[^(]*\\(100[1-8] - ");

  @Override
  public boolean isOwn() {
    return true;
  }

  @Override
  public String advice(ApiError answer) {
    return answer.status() == 422 && KEY_REFUSED.matcher(answer.error()).find()
        ? Describe.CHECK_KEY
        : "";
  }

  @Override
  public String limit() {
    return "";
  }
}
