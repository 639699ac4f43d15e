package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.http.BaseUrl;
import io.github.plutojava.internal.text.Redaction;
import io.github.plutojava.internal.text.Text;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Says what to do about an answer that is an error. */
final class Advice {
  private static final String API = "api";

  private final Operation operation;
  private final HttpUrl baseUrl;

  Advice(Operation operation, HttpUrl baseUrl) {
    this.operation = operation;
    this.baseUrl = baseUrl;
  }

  /**
   * Returns the advice, or "" if there is none.
   *
   * @param request the request as it was before interceptors of a user's OkHttpClient saw it
   * @param isForeign404 whether it is a 404 that is not Pluto's
   */
  String after(
      Request request, Response response, ApiError answer, boolean isForeign404, CallState call) {
    HttpUrl server = response.request().url();
    boolean hasOther = request.header("Authorization") != null;
    if (call.key() == null
        && !hasOther
        && !BaseUrl.sameOrigin(server, baseUrl)
        && mayWantKey(answer)) {
      String origin = BaseUrl.withoutQuery(requireNonNull(server.resolve("/")));
      return "The API key was not sent to " + origin + ": it goes only to " + baseUrl;
    }
    return isForeign404 ? unknownPath(request.url()) : advice(response, answer, call);
  }

  /** Returns whether a server may answer so because it was sent no key. */
  private static boolean mayWantKey(ApiError answer) {
    return answer.status() == 401 || answer.status() == 403 || answer.status() == 404;
  }

  private String unknownPath(HttpUrl url) {
    return "The server has no path "
        + url.encodedPath()
        + (operation.isOwn() ? ", so it may not be Pluto: check" : ": check it, and")
        + " "
        + operation.address()
        + " "
        + baseUrl
        + withoutApi(url);
  }

  /**
   * Suggests another base URL if this one ends with what all paths of the API begin with. It is not
   * wrong for certain: a proxy may have Pluto there.
   */
  private String withoutApi(HttpUrl url) {
    int length = baseUrl.pathSize(); // The last segment is empty.
    boolean isDoubled =
        length > 1
            && baseUrl.pathSegments().get(length - 2).equals(API)
            && url.encodedPath().startsWith(baseUrl.encodedPath() + API + "/");
    return isDoubled ? ". Should it be " + baseUrl.resolve("..") + ", without /api?" : "";
  }

  private String advice(Response response, ApiError answer, CallState call) {
    return switch (answer.status()) {
      case 401 -> Describe.CHECK_KEY;
      case 403 ->
          "Pluto, or a gateway or firewall before it, forbids this: body() may say which. Check the"
              + " rules there, and the API key";
      case 407 ->
          "The proxy"
              + (call.proxy() == null ? "" : " " + TransportFailures.name(call.proxy()))
              + " wants a user name and password: set a proxyAuthenticator on the OkHttpClient";
      case 413 ->
          "The request is too large for the server, or for a gateway before it: "
              + (operation.isOwn() ? "" : "send less, or ")
              + "raise the limit there";
      case 429 -> "The server asks for fewer requests" + Describe.waitAsked(answer);
      case 301, 302, 303, 307, 308 ->
          "It is a redirect"
              + location(response, call.key())
              + ", and redirects are not followed: if that is where Pluto is, change "
              + operation.address();
      default -> operation.advice(answer);
    };
  }

  /** Returns where a redirect leads, without its query, which can hold secrets. */
  private static String location(Response response, @Nullable String key) {
    String location = response.header("Location");
    HttpUrl url = location == null ? null : response.request().url().resolve(location);
    return url == null ? "" : " to " + Text.line(Redaction.redact(BaseUrl.withoutQuery(url), key));
  }
}
