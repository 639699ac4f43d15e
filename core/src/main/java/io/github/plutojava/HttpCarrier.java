package io.github.plutojava;

import io.github.plutojava.internal.call.CallOptions;
import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.Outcome;
import io.github.plutojava.internal.delivery.Body;
import io.github.plutojava.internal.delivery.Carrier;
import io.github.plutojava.internal.delivery.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import retrofit2.Response;

/** Carries the points and names of one run by HTTP, and says what became of them. */
final class HttpCarrier implements Carrier {
  private final RunServices services;
  private final ResumedRun run;
  private final Set<CallState> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  HttpCarrier(RunServices services, ResumedRun run) {
    this.services = services;
    this.run = run;
  }

  @Override
  public Verdict send(Body body, Duration limit) {
    Watched outcome = new Watched(services.ingestOutcome(failed(body), limit));
    CallOptions options = RunServices.once(limit, outcome);
    try {
      Ingested answer = services.ingest().metrics(options, run.runId(), run.projectName(), body);
      return Verdict.accepted(answer == null ? -1 : answer.records());
    } catch (RuntimeException e) {
      return outcome.isEnded() ? canceled(e) : Verdicts.ofPoints(e, outcome);
    } finally {
      outcome.forget();
    }
  }

  private String failed(Body body) {
    return "could not log "
        + (body.points() == 1 ? "a point" : body.points() + " points")
        + " to "
        + Describe.run(run);
  }

  @Override
  public Verdict register(List<String> names, Duration limit) {
    String failed =
        "could not register "
            + (names.size() == 1 ? "a metric's name" : names.size() + " names of metrics")
            + " of "
            + Describe.run(run);
    Watched outcome = new Watched(services.dataOutcome(failed, limit));
    CallOptions options = RunServices.once(limit, outcome);
    try {
      Success unused = services.data().addNames(options, new NewNames(run.runId(), names));
      return Verdict.accepted(names.size());
    } catch (RuntimeException e) {
      return outcome.isEnded() ? canceled(e) : Verdicts.ofNames(e, outcome);
    } finally {
      outcome.forget();
    }
  }

  private static Verdict canceled(RuntimeException failure) {
    return Verdict.failed(Verdict.Kind.CANCELED, failure, null);
  }

  /** Ends the calls under way, and those to come. */
  void close() {
    closed = true;
    for (CallState call : calls) {
      end(call);
    }
  }

  private static void end(CallState call) {
    call.setEnd(CallState.End.CLOSED);
    try {
      call.cancel();
    } catch (RuntimeException | Error e) { // An EventListener threw; end the others, too.
    }
  }

  /** Notes of a call what its exception does not say, and whether it is to end. */
  final class Watched extends NotedOutcome {
    Watched(Outcome outcome) {
      super(outcome);
    }

    @Override
    public void begins(CallState call) {
      super.begins(call);
      calls.add(call);
      if (closed) {
        end(call);
      }
    }

    /** An acceptance without words is one, too. */
    @Override
    public <T> @Nullable T body(
        Request request, Response<T> response, CallState call, boolean isRequired)
        throws IOException {
      return super.body(request, response, call, false);
    }

    /** Whether the run or the client was closed. */
    boolean isEnded() {
      CallState call = call();
      return call == null ? closed : call.end() == CallState.End.CLOSED;
    }

    private void forget() {
      CallState call = call();
      if (call != null) {
        calls.remove(call);
      }
    }
  }
}
