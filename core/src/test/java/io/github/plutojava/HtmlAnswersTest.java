package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    assertNull(e.getCause());
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
}
