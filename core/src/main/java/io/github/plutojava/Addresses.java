package io.github.plutojava;

import io.github.plutojava.internal.http.BaseUrl;
import java.util.ArrayList;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of Pluto's services.
 *
 * @param ingest takes points; null if it is not known
 * @param heartbeat takes heartbeats; null if it is not known
 */
record Addresses(HttpUrl api, @Nullable HttpUrl ingest, @Nullable HttpUrl heartbeat) {
  private static final String INGEST = "ingestUrl (environment variable PLUTO_URL_INGEST)";
  private static final String HEARTBEAT = "heartbeatUrl (environment variable PLUTO_URL_PY)";

  /**
   * Returns what the settings say. The other services of Pluto's own are the default only beside
   * its own API: a self-hosted run's points and key must not go there.
   *
   * @throws IllegalArgumentException if one is http to another machine and that is not allowed
   */
  static Addresses of(ClientSettings settings) {
    HttpUrl api = checked(settings.baseUrl, settings);
    boolean isDefault = api.equals(BaseUrl.parse(BaseUrl.DEFAULT));
    return new Addresses(
        api,
        orDefault(settings.ingestUrl, isDefault ? BaseUrl.DEFAULT_INGEST : null, settings),
        orDefault(settings.heartbeatUrl, isDefault ? BaseUrl.DEFAULT_HEARTBEAT : null, settings));
  }

  private static @Nullable HttpUrl orDefault(
      ClientSettings.@Nullable Address address,
      @Nullable String defaultUrl,
      ClientSettings settings) {
    if (address != null) {
      return checked(address, settings);
    }
    return defaultUrl == null ? null : BaseUrl.parse(defaultUrl);
  }

  private static HttpUrl checked(ClientSettings.Address address, ClientSettings settings) {
    HttpUrl url = BaseUrl.parse(address.url());
    if (!settings.allowCleartext) {
      try {
        BaseUrl.requireSecure(url);
      } catch (IllegalArgumentException e) {
        throw address.variable() == null ? e : Environment.unusable(address.variable(), e);
      }
    }
    return url;
  }

  /** Returns all that are known: the origins that get the API key. */
  List<HttpUrl> known() {
    List<HttpUrl> known = new ArrayList<>();
    known.add(api);
    if (ingest != null) {
      known.add(ingest);
    }
    if (heartbeat != null) {
      known.add(heartbeat);
    }
    return known;
  }

  /**
   * Throws if a run cannot be logged to for want of an address.
   *
   * @throws IllegalStateException if one is not known
   */
  void requireForLogging(RunOptions options) {
    boolean lacksHeartbeat = heartbeat == null && options.sendsHeartbeats();
    if (ingest == null) {
      throw lacksHeartbeat
          ? missing("points and heartbeats", INGEST + " and " + HEARTBEAT, "")
          : missing("points", INGEST, "");
    }
    if (lacksHeartbeat) {
      throw missing(
          "heartbeats",
          HEARTBEAT,
          "; or switch heartbeats off with heartbeatInterval(Duration.ZERO)");
    }
  }

  private IllegalStateException missing(String what, String settings, String otherwise) {
    return new IllegalStateException(
        "no address for "
            + what
            + ": since baseUrl is "
            + api
            + ", set "
            + settings
            + ", too, or all three addresses with selfHosted(host)"
            + otherwise);
  }
}
