package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import retrofit2.Converter;
import retrofit2.Retrofit;
import retrofit2.http.GET;

/** A page for people in the place of JSON, such as a proxy's login, is called one. */
class HtmlAnswersTest extends ServerTest {
  interface Things {
    @GET("thing")
    Map<String, Object> thing();

    @GET("thing")
    CompletableFuture<Map<String, Object>> thingAsync();
  }

  private void answer(String page) {
    enqueue(Answers.json(200, page));
  }

  private String refusal(Style style, String page) {
    answer(page);
    return message(Failures.of(style, client()));
  }

  private static String message(Throwable failure) {
    PlutoResponseException e = assertInstanceOf(PlutoResponseException.class, failure);
    return e.getMessage();
  }

  private static String expected(String title) {
    return "could not resume the run with display ID 'MMP-1': the answer is an HTML page"
        + title
        + "; if it is not Pluto that answers, check the base URL";
  }

  @ParameterizedTest
  @EnumSource
  void ofAResume(Style style) {
    assertEquals(
        expected(" ('Sign in')"),
        refusal(style, "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>"));
    assertEquals(
        expected(" ('Sign in')"),
        refusal(
            style,
            "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head>"
                + "<title>\n  Sign in\n</title></head></html>"));
    assertEquals(expected(" ('Sign in')"), refusal(style, "\n <TITLE>Sign in</TITLE>"));
    assertEquals(expected(""), refusal(style, "<html>Sign in</html>"));
    assertEquals(expected(" ('Sign in')"), refusal(style, "\ufeff<html><title>Sign in</title>"));
  }

  @ParameterizedTest
  @EnumSource
  void ofAnOwnService(Style style) {
    answer("<html><title>Sign in</title></html>");
    Things things = client().create(Things.class);
    assertEquals(
        "GET "
            + server.url("/thing")
            + " failed: the answer is an HTML page ('Sign in'); if it is not Pluto that answers,"
            + " check the base URL",
        message(
            style == Style.SYNC ? Failures.of(things::thing) : Failures.of(things.thingAsync())));
  }

  @Test
  void masksTheKeyInTheTitle() {
    assertEquals(
        expected(" ('Hello ██')"),
        refusal(Style.SYNC, "<html><title>Hello " + KEY + "</title></html>"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 150, 180, 190})
  void masksALongKeyThatTheEndOfTheTitleWouldCut(int before) {
    String key = "eyJ" + "k".repeat(400);
    PlutoClient client = closeLater(builder().apiKey(key).build());
    answer("<html><title>" + "a".repeat(before) + key + "</title></html>");
    String message = message(Failures.of(Style.SYNC, client));
    assertFalse(message.contains("eyJ"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<feed><title>Runs</title></feed>",
        "<Envelope><Body>no</Body></Envelope>",
        "<?xml version=\"1.0\"?><feed><head/></feed>",
        "[\"<html>\"]"
      })
  void isNotSeenInOtherMarkup(String text) {
    String message = refusal(Style.SYNC, text);
    assertFalse(message.contains("HTML"), message);
  }

  @Test
  void isSeenBehindAComment() {
    assertEquals(
        expected(" ('Sign in')"),
        refusal(Style.SYNC, "<!-- gateway -->\n<html><title>Sign in</title></html>"));
  }

  interface Pages {
    @GET("thing")
    Integer words();
  }

  @Test
  void keepsTheCauseOfAConverterThatReadsPages() {
    IllegalStateException cause = new IllegalStateException("no element with id 'score'");
    Converter.Factory factory =
        new Converter.Factory() {
          @Override
          public Converter<ResponseBody, ?> responseBodyConverter(
              Type type, Annotation[] annotations, Retrofit retrofit) {
            return body -> {
              throw cause;
            };
          }
        };
    answer("<html><title>Report</title></html>");
    Pages pages = client().create(Pages.class, factory);
    assertSame(cause, Failures.of(pages::words).getCause());
  }
}
