package io.github.plutojava;

import io.github.plutojava.internal.delivery.Problems;

/** Puts what a delivery says into the exceptions that users are told of. */
final class DeliveryProblems implements Problems {
  private final String run;
  private final Undelivered undelivered;
  private final RunSession session;
  private final ProblemTeller teller;

  DeliveryProblems(RunSession session, ProblemTeller teller) {
    this.session = session;
    this.teller = teller;
    run = Describe.run(session.run());
    undelivered = new Undelivered(session.run());
  }

  @Override
  public void failed(RuntimeException failure) {
    if (failure instanceof PlutoException problem) { // What "wrapped" makes says so itself.
      problem.setSentAgain();
    }
    teller.tell(wrapped(failure));
  }

  @Override
  public void refused(long step, String name, double value, RuntimeException failure) {
    teller.tell(undelivered.refused(step, name, value, failure));
  }

  @Override
  public void miscounted(long sent, long said) {
    teller.tell(
        new PlutoResponseException(
            "the server accepted points of "
                + run
                + ", but "
                + (said < 0 ? "did not say how many" : "counted " + said)
                + " where "
                + sent
                + " were sent; they are not sent again"));
  }

  @Override
  public void namesFailed(RuntimeException failure) {
    teller.tell(wrapped(failure));
  }

  @Override
  public void gone(RuntimeException failure) {
    session.setGone((RunNotFoundException) failure); // Verdicts says so of no other.
  }

  /** Returns the failure as one that users are told of: a key supplier's is none of ours. */
  PlutoException wrapped(RuntimeException failure) {
    return failure instanceof PlutoException e
        ? e
        : new UndeliveredException(
            "nothing can be sent to " + run + " for now, and what waits is tried again",
            0,
            failure);
  }
}
