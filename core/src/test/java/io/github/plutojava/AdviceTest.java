package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.Url;

/** What messages advise after an error of the server's or of something in between. */
class AdviceTest extends ServerTest {
  private static final String RESUME = "could not resume the run with display ID 'MMP-1': ";
  private static final String NOT_UNDERSTOOD =
      "The server does not take what this library sends: check that the base URL is Pluto's; then"
          + " use a newer version of the library, or report this message";
  private static final String NOT_ALLOWED =
      "Pluto, or a gateway or firewall before it, forbids this: body() may say which. Check the"
          + " rules there, and the API key";
  private static final String TOO_LARGE =
      "The request is too large for the server, or for a gateway before it: raise the limit there";
  private static final String TOO_LARGE_A_BODY =
      "The request is too large for the server, or for a gateway before it: send less, or raise the"
          + " limit there";
  private static final String PROXY =
      "The proxy wants a user name and password: set a proxyAuthenticator on the OkHttpClient";
  private static final String REFUSED =
      "The server refuses what was sent: check the method's arguments";

  interface Things {
    @GET("thing")
    Map<String, Object> thing();

    @GET("api/thing")
    Map<String, Object> ofApi();

    @GET
    Map<String, Object> at(@Url String url);

    @GET
    Map<String, Object> at(@Url String url, @Header("Authorization") String authorization);
  }

  private Things things() {
    return client().create(Things.class);
  }

  private PlutoClient clientOf(String path) {
    return closeLater(builder().baseUrl(server.url(path).toString()).build());
  }

  private static String message(Throwable failure) {
    return assertInstanceOf(PlutoApiException.class, failure).getMessage();
  }

  private static final Map<Integer, String> OF_A_RESUME =
      Map.of(
          400, NOT_UNDERSTOOD, 403, NOT_ALLOWED, 407, PROXY, 413, TOO_LARGE, 422, NOT_UNDERSTOOD);
  private static final Map<Integer, String> OF_AN_OWN_SERVICE =
      Map.of(400, REFUSED, 403, NOT_ALLOWED, 407, PROXY, 413, TOO_LARGE_A_BODY, 422, REFUSED);

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 407, 413, 422})
  void isGivenForEachOfThese(int status) {
    enqueue(Answers.error(status, "words"), Answers.error(status, "words"));
    for (Style style : Style.values()) {
      assertEquals(
          RESUME + status + " words. " + OF_A_RESUME.get(status),
          message(Failures.of(style, client())));
    }
    enqueue(Answers.error(status, "words"));
    assertEquals(
        "GET "
            + server.url("/thing")
            + " failed: "
            + status
            + " words. "
            + OF_AN_OWN_SERVICE.get(status),
        message(Failures.of(things()::thing)));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void saysThatAnotherServerWasNotSentTheKey(int status) throws Exception {
    try (MockWebServer other = new MockWebServer()) {
      other.enqueue(Answers.error(status, "words"));
      String url = other.url("/x").toString();
      Things things = things();
      assertEquals(
          "GET "
              + url
              + " failed: "
              + status
              + " words. The API key was not sent to "
              + other.url("/")
              + ": it goes only to "
              + server.url("/"),
          message(Failures.of(() -> things.at(url))));
    }
  }

  @Test
  void namesNoPasswordOfAnotherServer() throws Exception {
    try (MockWebServer other = new MockWebServer()) {
      other.enqueue(Answers.error(401, "words"));
      HttpUrl url = other.url("/x").newBuilder().username("bob").password("hunter2").build();
      Things things = things();
      String message = message(Failures.of(() -> things.at(url.toString())));
      assertTrue(message.contains("not sent to " + other.url("/") + ":"), message);
    }
  }

  @Test
  void doesNotMissTheKeyWhereTheUserSentAnother() throws Exception {
    try (MockWebServer other = new MockWebServer()) {
      other.enqueue(Answers.error(403, "words"));
      Things things = things();
      String url = other.url("/x").toString();
      String message = message(Failures.of(() -> things.at(url, "Bearer mine")));
      assertFalse(message.contains("The API key was not sent"), message);
    }
  }

  /** An interceptor of the user's answers, before the key would be added. */
  @Test
  void blamesTheKeyForA401OfItsOwnServerEvenIfNoneWasSent() {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    new Response.Builder()
                        .request(chain.request())
                        .protocol(Protocol.HTTP_1_1)
                        .code(401)
                        .message("Unauthorized")
                        .body(ResponseBody.create(null, ""))
                        .build())
            .build();
    PlutoClient client = closeLater(builder().httpClient(http).build());
    assertEquals(
        RESUME + "401 Unauthorized. " + Describe.CHECK_KEY,
        message(Failures.of(Style.SYNC, client)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/api/", "/behind/a/proxy/api"})
  void suggestsABaseUrlWithoutApi(String path) {
    enqueue(new MockResponse().setResponseCode(404));
    String base = server.url(path).toString().replaceAll("/$", "") + "/";
    assertEquals(
        RESUME
            + "404 Client Error. The server has no path "
            + path.replaceAll("/$", "")
            + "/api/runs/resume, so it may not be Pluto: check the base URL "
            + base
            + ". Should it be "
            + base.replaceAll("api/$", "")
            + ", without /api?",
        message(Failures.of(Style.SYNC, clientOf(path))));
  }

  @Test
  void suggestsItForAnOwnServiceWhosePathBeginsWithApi() {
    enqueue(new MockResponse().setResponseCode(404), new MockResponse().setResponseCode(404));
    Things things = clientOf("/api").create(Things.class);
    String failed = " failed: 404 Client Error. The server has no path ";
    String base = ": check it, and the base URL " + server.url("/api/");
    assertEquals(
        "GET "
            + server.url("/api/api/thing")
            + failed
            + "/api/api/thing"
            + base
            + ". Should it be "
            + server.url("/")
            + ", without /api?",
        message(Failures.of(things::ofApi)));
    assertEquals(
        "GET " + server.url("/api/thing") + failed + "/api/thing" + base,
        message(Failures.of(things::thing)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/pluto", "/apis", "/api/v2"})
  void suggestsNoOtherBaseUrl(String path) {
    enqueue(new MockResponse().setResponseCode(404));
    String message = message(Failures.of(Style.SYNC, clientOf(path)));
    assertEquals(-1, message.indexOf("Should it be"), message);
  }

  @Test
  void leavesABaseUrlWithApiAsItIs() throws Exception {
    enqueue(Answers.run1());
    assertEquals(1, clientOf("/api").runs().resume(MMP_1).runId());
    assertEquals("/api/api/runs/resume", takeRequest().getPath());
  }
}
