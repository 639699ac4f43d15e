package io.github.plutojava;

import io.github.plutojava.internal.delivery.Verdict;
import io.github.plutojava.internal.delivery.Verdict.Kind;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what a failed request of an open run means for what it carried. */
final class Verdicts {
  /** Tells apart the errors of ingest, all of which are a 422. What follows can quote a line. */
  private static final Pattern CODE = Pattern.compile("\\(([0-9]{4}) - ");

  private Verdicts() {}

  /** The verdict on points. */
  static Verdict ofPoints(RuntimeException failure, HttpCarrier.Watched call) {
    Kind kind;
    if (failure instanceof PlutoApiException e) {
      kind = ofPoints(e);
    } else if (failure instanceof PlutoTransportException e) {
      kind = !call.isConnected() ? Kind.PASSING : e.timedOut() ? Kind.TIMED_OUT : Kind.CUT_OFF;
    } else {
      kind = ofOthers(failure);
    }
    return Verdict.failed(kind, failure, retryAfter(failure));
  }

  private static Kind ofPoints(PlutoApiException e) {
    return switch (e.status()) {
      case 422 -> ofCode(e.error());
      case 400 -> Kind.SUSPECT;
      case 413 -> Kind.TOO_LARGE;
      default -> isPassing(e.status()) ? Kind.PASSING : Kind.KEPT;
    };
  }

  /** Returns whether ingest refuses the API key with these words. */
  static boolean isOfKey(String words) {
    return codeOf(words).matches("100[1-8]");
  }

  /** Returns whether ingest says so, whose words tell enough. */
  static boolean isOfIngest(String words) {
    return !codeOf(words).isEmpty();
  }

  private static String codeOf(String words) {
    Matcher code = CODE.matcher(words);
    return code.find() ? code.group(1) : "";
  }

  private static Kind ofCode(String words) {
    return switch (codeOf(words)) {
      case "4001", "3002" -> Kind.PASSING; // Its database is away; it was cut off.
      case "3004", "2005", "2006" -> Kind.LINE;
      default -> Kind.KEPT; // The key (1001 to 1008), a header (2004), unknown, or none.
    };
  }

  /** The verdict on names. */
  static Verdict ofNames(RuntimeException failure, HttpCarrier.Watched call) {
    Kind kind;
    if (failure instanceof RunNotFoundException) {
      kind = Kind.GONE;
    } else if (failure instanceof PlutoApiException e) {
      kind = ofNames(e.status());
    } else {
      kind = ofOthers(failure);
    }
    return Verdict.failed(kind, failure, retryAfter(failure));
  }

  private static Kind ofNames(int status) {
    return status == 413 ? Kind.TOO_LARGE : isPassing(status) ? Kind.PASSING : Kind.KEPT;
  }

  /** Returns whether what has this status may succeed soon. */
  static boolean isPassing(int status) {
    return status == 408 || status == 429 || status / 100 == 5;
  }

  /** An unusable key is the only failure here that is not the network's or a proxy's. */
  private static Kind ofOthers(RuntimeException failure) {
    return failure instanceof IllegalStateException ? Kind.KEPT : Kind.PASSING;
  }

  private static @Nullable Duration retryAfter(RuntimeException failure) {
    return failure instanceof PlutoApiException e ? e.retryAfter() : null;
  }
}
