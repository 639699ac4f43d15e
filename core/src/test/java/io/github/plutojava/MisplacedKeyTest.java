package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An API key that was put where the address goes stands in no message. */
class MisplacedKeyTest {
  private static final String NO_ADDRESS =
      "is not an http or https address such as https://pluto-api.trainy.ai";

  private static String refusal(String value) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> PlutoClient.builder().baseUrl(value))
            .getMessage();
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new BearerAuthInterceptor(value, () -> "mlps_other"))
            .getMessage());
    for (String name : new String[] {"PLUTO_URL_API", "MLOP_URL_API"}) {
      Map<String, String> environment = Map.of("PLUTO_API_KEY", "mlps_other", name, value);
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> Environment.client(environment::get));
      assertEquals(
          "the environment variable " + name + " cannot be used: " + message, e.getMessage());
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        assertEquals(message, cause.getMessage());
      }
    }
    return message;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlps_validSecureKey0123456789",
        "mlps_x",
        "mlpi_x.y:z",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "eyJ",
        "0123456789abcdef",
        "Bearer mlps_validSecureKey0123456789",
        "\"mlps_validSecureKey0123456789\"",
        "PLUTO_API_KEY=mlps_validSecureKey0123456789",
        "someone@pluto.test",
      })
  void isNotQuoted(String value) {
    String message = refusal(value);
    assertEquals("baseUrl " + NO_ADDRESS, message);
    assertFalse(message.contains(value), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pluto",
        "pluto.example",
        "pluto-api.trainy.ai/base",
        "ftp://pluto.example",
        "localhost:3001",
        "/api/runs/resume",
        "0123456789abcde",
        "0123456789abcdef.test",
      })
  void otherWrongValuesAre(String value) {
    assertEquals("baseUrl '" + value + "' " + NO_ADDRESS, refusal(value));
  }
}
