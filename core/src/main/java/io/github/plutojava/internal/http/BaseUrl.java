package io.github.plutojava.internal.http;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.text.Text;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** The rules for the server's address. */
public final class BaseUrl {
  /** The address of the Pluto service. */
  public static final String DEFAULT = "https://pluto-api.trainy.ai";

  /** Where the Pluto service takes points. */
  public static final String DEFAULT_INGEST = "https://pluto-ingest.trainy.ai";

  /** Where the Pluto service takes heartbeats. */
  public static final String DEFAULT_HEARTBEAT = "https://pluto-py.trainy.ai";

  /** What has no scheme, port, path or user; {@link HttpUrl} knows the rest of the rules. */
  private static final String HOST_NAME = "[^\\s:/\\\\?#@%\\[\\]]+";

  private static final String IPV6 = "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*";

  /** Compiled once, when the first http address needs it: calls over https do not wait for it. */
  private static final class Loopback {
    static final Pattern ADDRESS =
        Pattern.compile("127(\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}|::1");
  }

  private BaseUrl() {}

  /**
   * Returns the address with a slash at its end. Without the slash, Retrofit would take the last
   * part of the path for the name of a file, and refuse the address.
   *
   * @throws IllegalArgumentException if {@code baseUrl} cannot be the base of an API's addresses
   */
  public static HttpUrl parse(String baseUrl) {
    return parse("baseUrl", baseUrl);
  }

  /** As {@link #parse(String)}, for an argument of another name. */
  public static HttpUrl parse(String argument, String value) {
    requireNonNull(value, argument);
    HttpUrl url;
    try {
      url = HttpUrl.get(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          argument
              + " "
              + (mayBeSecret(value) ? "" : Text.quote(value) + " ")
              + "is not an http or https address such as "
              + DEFAULT);
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      throw new IllegalArgumentException(
          argument
              + " has a user name or password before its host "
              + url.host()
              + ": remove it, and set the API key with apiKey");
    }
    if (url.query() != null || url.fragment() != null) {
      throw new IllegalArgumentException(
          argument
              + " "
              + Text.quote(withoutQuery(url))
              + " is followed by a query or fragment: remove everything from '?' or '#' on");
    }
    return url.pathSegments().get(url.pathSize() - 1).isEmpty()
        ? url
        : url.newBuilder().addPathSegment("").build();
  }

  /**
   * Returns {@code http://host/}.
   *
   * @throws IllegalArgumentException if {@code host} is not a host name or an IP address
   */
  public static HttpUrl ofHost(String argument, String host) {
    requireNonNull(host, argument);
    boolean isBracketed = host.startsWith("[") && host.endsWith("]");
    boolean isIpv6 = isBracketed || host.matches(IPV6);
    if (isIpv6 || host.matches(HOST_NAME)) {
      HttpUrl url = HttpUrl.parse("http://" + (isIpv6 && !isBracketed ? "[" + host + "]" : host));
      if (url != null && url.pathSize() == 1 && url.port() == 80 && url.username().isEmpty()) {
        return url;
      }
    }
    throw new IllegalArgumentException(
        argument
            + " "
            + (mayBeSecret(host) ? "" : Text.quote(host) + " ")
            + "is not a host name or an IP address alone, such as pluto.example.com or 10.0.0.5: if"
            + " Pluto has other ports, https or a path, set baseUrl, ingestUrl and heartbeatUrl"
            + " instead");
  }

  /** Returns whether {@code value} may hold a password, or may be an API key in the wrong place. */
  private static boolean mayBeSecret(String value) {
    return value.contains("@")
        || value.contains("mlp")
        || value.contains("eyJ")
        || (value.length() >= 16 && !value.matches(".*[./:].*"));
  }

  /**
   * Checks that others cannot read what is sent to {@code url} on its way.
   *
   * @throws IllegalArgumentException if it is an http address of another machine
   */
  public static void requireSecure(HttpUrl url) {
    if (!url.isHttps() && !isLoopback(url.host())) {
      throw new IllegalArgumentException(
          Text.quote(withoutQuery(url))
              + " is not https: the API key could be read on its way. Use https, or"
              + " PlutoClient.builder().allowCleartext() on a network that you trust");
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || Loopback.ADDRESS.matcher(host).matches();
  }

  /** Returns whether both have the same origin (RFC 6454): scheme, host and port. */
  public static boolean sameOrigin(HttpUrl a, HttpUrl b) {
    return a.scheme().equals(b.scheme()) && a.host().equals(b.host()) && a.port() == b.port();
  }

  /**
   * Returns the address for messages, without query, fragment, user name and password, which can be
   * secrets.
   */
  public static String withoutQuery(HttpUrl url) {
    return url.newBuilder().username("").password("").query(null).fragment(null).toString();
  }
}
