package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.CallOptions;
import io.github.plutojava.internal.call.Outcome;
import io.github.plutojava.internal.call.RetryLimits;
import io.github.plutojava.internal.call.Timing;
import io.github.plutojava.internal.http.PromptKey;
import io.github.plutojava.internal.http.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** The services that open runs of a client call, each at its own address. */
final class RunServices {
  /** Who calls decides itself when to call again. */
  private static final RetryLimits ONCE =
      new RetryLimits(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** More than stands before the status of a run. */
  private static final long BEGINNING_BYTES = 64 * 1024;

  private final Addresses addresses;
  private final PromptKey promptKey;
  private final Supplier<Instant> now;
  private final IngestApi ingest;
  private final RunDataApi data;

  /** Null if the address is not known, and so no run sends heartbeats. */
  private final @Nullable HeartbeatApi heartbeats;

  RunServices(Transport transport, Addresses addresses, PromptKey promptKey, Timing timing) {
    this.addresses = addresses;
    this.promptKey = promptKey;
    now = timing.now();
    ingest = create(transport, requireNonNull(addresses.ingest()), IngestApi.class);
    data = create(transport, addresses.api(), RunDataApi.class);
    heartbeats =
        addresses.heartbeat() == null
            ? null
            : create(transport, addresses.heartbeat(), HeartbeatApi.class);
  }

  private static <T> T create(Transport transport, HttpUrl url, Class<T> service) {
    return transport
        .services(url, RunServices::options)
        .addConverterFactory(new RunConverterFactory())
        .addConverterFactory(new ServiceConverterFactory())
        .build()
        .create(service);
  }

  private static CallOptions options(Request request) {
    return requireNonNull(request.tag(CallOptions.class), "each call of these has options");
  }

  IngestApi ingest() {
    return ingest;
  }

  RunDataApi data() {
    return data;
  }

  HeartbeatApi heartbeats() {
    return requireNonNull(heartbeats, "checked before the run was opened");
  }

  Outcome ingestOutcome(String failed, Duration limit) {
    return outcome(failed, "the ingest URL", requireNonNull(addresses.ingest()), limit);
  }

  Outcome dataOutcome(String failed, Duration limit) {
    return outcome(failed, "the base URL", addresses.api(), limit);
  }

  Outcome heartbeatOutcome(String failed, Duration limit) {
    return outcome(failed, "the heartbeat URL", requireNonNull(addresses.heartbeat()), limit);
  }

  private Outcome outcome(String failed, String address, HttpUrl url, Duration limit) {
    return new CallOutcome(new RunOperation(failed, address), url, limit, now);
  }

  /**
   * Returns the options of a call that is made once, within {@code limit}. It may be sent again if
   * a reused connection breaks. After an error, its connection serves no other call: ingest closes
   * such connections without saying so.
   */
  static CallOptions once(Duration limit, Outcome outcome) {
    return options(limit, CallOptions.DEFAULT_MAX_ANSWER_BYTES, false, outcome);
  }

  /** As {@link #once}, for an answer whose beginning tells all: megabytes can follow. */
  static CallOptions beginning(Duration limit, Outcome outcome) {
    return options(limit, BEGINNING_BYTES, true, outcome);
  }

  private static CallOptions options(
      Duration limit, long maxAnswerBytes, boolean cutsAnswer, Outcome outcome) {
    return new CallOptions(
        limit.toNanos(), ONCE, true, maxAnswerBytes, cutsAnswer, true, null, outcome);
  }

  /** Returns the options of a call that does not hang with the user's supplier of keys. */
  CallOptions promptly(CallOptions options) {
    return options.withApiKey(promptKey::get);
  }
}
