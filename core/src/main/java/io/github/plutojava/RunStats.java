package io.github.plutojava;

/**
 * What became of the points of an {@link ActiveRun} so far, at one moment. Always {@code logged =
 * accepted + refused + waiting}.
 *
 * @param logged the points that were logged
 * @param accepted those that the server has accepted
 * @param refused those that the server has refused for good: they are lost
 * @param waiting those that are neither: they are tried until the run is closed. After that, what
 *     waits is lost
 * @param failedRequests how many requests with points were answered by something other than an
 *     acceptance, or not at all
 */
public record RunStats(
    long logged, long accepted, long refused, long waiting, long failedRequests) {

  /**
   * Makes the statistics; for fakes in tests.
   *
   * @param logged the points that were logged
   * @param accepted those that the server has accepted
   * @param refused those that the server has refused
   * @param waiting those that are neither
   * @param failedRequests how many requests with points failed
   */
  public RunStats {}
}
