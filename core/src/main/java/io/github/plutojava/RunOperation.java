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
    return switch (answer.status()) {
      case 400 -> Describe.notUnderstood(this);
      case 422 ->
          Verdicts.isOfKey(answer.error())
              ? Describe.CHECK_KEY
              : Verdicts.isOfIngest(answer.error()) ? "" : Describe.notUnderstood(this);
      default -> "";
    };
  }

  @Override
  public String limit() {
    return "";
  }
}
