package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client has three addresses: Pluto's own, or those that are set. */
class AddressesTest {
  private static final String KEY = "mlps_validSecureKey0123456789";

  private static PlutoClient.Builder builder() {
    return PlutoClient.builder().apiKey(KEY);
  }

  private static List<String> known(ClientSettings settings) {
    return Addresses.of(settings).known().stream().map(HttpUrl::toString).toList();
  }

  private static String refusal(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://pluto-api.trainy.ai",
        "https://pluto-api.trainy.ai/",
        "https://PLUTO-API.trainy.ai:443",
      })
  void thoseOfPlutoAreTheDefaultBesideItsOwnApi(String baseUrl) {
    List<String> plutos =
        List.of(
            "https://pluto-api.trainy.ai/",
            "https://pluto-ingest.trainy.ai/",
            "https://pluto-py.trainy.ai/");
    assertEquals(plutos, known(builder()));
    assertEquals(plutos, known(builder().baseUrl(baseUrl)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://pluto.example",
        "https://pluto-api.trainy.ai/base",
        "https://pluto-api.trainy.ai:8443",
        "http://localhost:3001",
      })
  void noOtherApiHasADefaultBesideIt(String baseUrl) {
    Addresses addresses = Addresses.of(builder().baseUrl(baseUrl));
    assertNull(addresses.ingest());
    assertNull(addresses.heartbeat());
    assertEquals(List.of(addresses.api()), addresses.known());
  }

  @Test
  void eachCanBeSetAlone() {
    assertEquals(
        List.of(
            "https://pluto-api.trainy.ai/", "https://i.example/x/", "https://pluto-py.trainy.ai/"),
        known(builder().ingestUrl("https://i.example/x")));
    assertEquals(
        List.of("https://a.example/", "https://h.example:1/"),
        known(builder().baseUrl("https://a.example").heartbeatUrl("https://h.example:1/")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pluto.example        | 'pluto.example' is not an http or https address such as https://pluto-api.trainy.ai
          https://u:pw@x.test  | has a user name or password before its host x.test: remove it, and set the API key with apiKey
          https://x.test/?k=pw | 'https://x.test/' is followed by a query or fragment: remove everything from '?' or '#' on
          https://x.test/#pw   | 'https://x.test/' is followed by a query or fragment: remove everything from '?' or '#' on
          """)
  void bothHaveTheRulesOfBaseUrlAndTheirOwnNames(String url, String message) {
    assertEquals("ingestUrl " + message, refusal(() -> builder().ingestUrl(url)));
    assertEquals("heartbeatUrl " + message, refusal(() -> builder().heartbeatUrl(url)));
  }

  @Test
  void nullIsRefusedByName() {
    Stream.of("ingestUrl", "heartbeatUrl", "host")
        .forEach(
            name ->
                assertEquals(
                    name,
                    assertThrows(
                            NullPointerException.class,
                            () -> {
                              switch (name) {
                                case "ingestUrl" -> builder().ingestUrl(null);
                                case "heartbeatUrl" -> builder().heartbeatUrl(null);
                                default -> builder().selfHosted(null);
                              }
                            })
                        .getMessage()));
  }

  @Test
  void cleartextToOthersMustBeAllowedForEach() {
    String message = refusal(() -> builder().ingestUrl("http://i.example").build());
    assertTrue(message.startsWith("'http://i.example/' is not https"), message);
    assertTrue(message.contains("allowCleartext()"), message);
    message = refusal(() -> builder().heartbeatUrl("http://h.example").build());
    assertTrue(message.startsWith("'http://h.example/' is not https"), message);
    builder()
        .ingestUrl("http://i.example")
        .heartbeatUrl("http://h.example")
        .allowCleartext()
        .build()
        .close();
    builder().ingestUrl("http://127.0.0.1:1").heartbeatUrl("http://localhost:2").build().close();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          pluto.example,  pluto.example
          localhost,      localhost
          my_host,        my_host
          10.0.0.5,       10.0.0.5
          ::1,            [::1]
          [::1],          [::1]
          2001:DB8::5,    [2001:db8::5]
          [2001:db8:0::5],[2001:db8::5]
          """)
  void aSelfHostedPlutoHasThreePorts(String host, String expected) {
    PlutoClient.Builder builder = builder().selfHosted(host).allowCleartext();
    assertEquals(
        List.of(
            "http://" + expected + ":3001/",
            "http://" + expected + ":3003/",
            "http://" + expected + ":3004/"),
        known(builder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u00a0",
        "a b",
        " a",
        "a\n",
        "http://a",
        "https://a.example",
        "a:3001",
        "[::1]:3001",
        "a/",
        "a/path",
        "a\\path",
        "a?x=1",
        "a#x",
        "[",
        "]",
        "[]",
        "[a]",
        "[::1",
        "::1]",
        ":",
        "1::2::3",
        "fe80::1%eth0",
        "a%2Fb",
      })
  void moreThanAHostIsRefusedWithTheWayOut(String host) {
    String message = refusal(() -> builder().selfHosted(host));
    assertTrue(message.startsWith("host '"), message);
    assertTrue(message.endsWith("set baseUrl, ingestUrl and heartbeatUrl instead"), message);
  }

  @Test
  void aPasswordInAHostIsNotShown() {
    String message = refusal(() -> builder().selfHosted("user:secret@pluto.example"));
    assertTrue(message.startsWith("host is not a host name"), message);
  }

  @Test
  void aSelfHostedPlutoIsCleartext() {
    String message = refusal(() -> builder().selfHosted("10.0.0.5").build());
    assertTrue(message.startsWith("'http://10.0.0.5:3001/' is not https"), message);
    for (String host : List.of("localhost", "127.0.0.1", "::1", "[::1]")) {
      builder().selfHosted(host).build().close();
    }
  }

  @Test
  void whatIsSetLaterWins() {
    assertEquals(
        List.of("http://localhost:3001/", "http://localhost:1/", "http://localhost:3004/"),
        known(builder().selfHosted("localhost").ingestUrl("http://localhost:1")));
    assertEquals(
        List.of("http://localhost:3001/", "http://localhost:3003/", "http://localhost:3004/"),
        known(builder().ingestUrl("http://localhost:1").selfHosted("localhost")));
  }

  @Test
  void aBuilderOfTheClientsSettingsKeepsThem() {
    try (PlutoClient client = builder().selfHosted("10.0.0.5").allowCleartext().build()) {
      assertEquals(
          List.of("http://10.0.0.5:3001/", "http://10.0.0.5:3003/", "http://10.0.0.5:3004/"),
          known(client.toBuilder()));
    }
  }
}
