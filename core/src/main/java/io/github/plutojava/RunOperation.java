package io.github.plutojava;

/**
 * A request of an open run.
 *
 * @param failed what messages say of its failure
 * @param address what the user has set wrong if the server is not Pluto's
 */
record RunOperation(String failed, String address) implements Operation {
  @Override
  public boolean isOwn() {
    return true;
  }

  @Override
  public String advice(ApiError answer) {
    return answer.status() == 422 && Verdicts.isOfKey(answer.error()) ? Describe.CHECK_KEY : "";
  }

  @Override
  public String limit() {
    return "";
  }
}
