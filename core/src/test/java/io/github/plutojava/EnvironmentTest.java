package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.ChildJvm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment says where Pluto is, and is blamed for what it says. */
class EnvironmentTest {
  private static final String KEY = "mlps_validSecureKey0123456789";

  private final Map<String, String> environment = new HashMap<>();
  private final PlutoClient.Builder builder = PlutoClient.builder().apiKey(KEY);

  private void readVariables() {
    Environment.read(environment::get, builder);
  }

  private List<String> read() {
    readVariables();
    return known();
  }

  private List<String> known() {
    return Addresses.of(builder).known().stream().map(HttpUrl::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLUTO", "MLOP"})
  void givesTheThreeAddresses(String prefix) {
    environment.put(prefix + "_URL_API", "https://a.example");
    environment.put(prefix + "_URL_INGEST", "https://i.example");
    environment.put(prefix + "_URL_PY", "https://h.example");
    assertEquals(List.of("https://a.example/", "https://i.example/", "https://h.example/"), read());
  }

  @Test
  void newerNamesWinUnlessTheyAreEmpty() {
    environment.put("MLOP_URL_API", "https://a.example");
    environment.put("PLUTO_URL_API", "");
    environment.put("MLOP_URL_INGEST", "unusable, but not read");
    environment.put("PLUTO_URL_INGEST", "https://i.example");
    environment.put("MLOP_URL_PY", "unusable, but not read");
    environment.put("PLUTO_URL_PY", "https://h.example");
    assertEquals(List.of("https://a.example/", "https://i.example/", "https://h.example/"), read());
  }

  @Test
  void leavesWhatItDoesNotName() {
    builder.selfHosted("localhost");
    environment.put("PLUTO_URL_INGEST", "http://localhost:1");
    assertEquals(
        List.of("http://localhost:3001/", "http://localhost:1/", "http://localhost:3004/"), read());
    environment.clear();
    assertEquals(3, read().size());
  }

  @Test
  void whatIsSetLaterWins() {
    environment.put("PLUTO_API_KEY", "key_of_the_environment");
    environment.put("PLUTO_URL_API", "https://a.example");
    environment.put("PLUTO_URL_INGEST", "https://i.example");
    environment.put("PLUTO_URL_PY", "http://h.example");
    readVariables();
    assertNotNull(builder.apiKey);
    assertEquals("key_of_the_environment", builder.apiKey.get());
    builder.apiKey(KEY).ingestUrl("https://later.example").heartbeatUrl("https://too.example");
    assertEquals(KEY, builder.apiKey.get());
    assertEquals(
        List.of("https://a.example/", "https://later.example/", "https://too.example/"), known());
  }

  /** As without the builder's own method it could not be. */
  @Test
  void canBeCombinedWithAllowCleartext() {
    environment.put("PLUTO_URL_API", "http://a.example");
    environment.put("PLUTO_URL_INGEST", "http://i.example");
    environment.put("PLUTO_URL_PY", "http://h.example");
    builder.allowCleartext();
    assertEquals(List.of("http://a.example/", "http://i.example/", "http://h.example/"), read());
  }

  @Test
  void needsNoKeyUntilTheClientIsBuilt() {
    PlutoClient.Builder keyless = PlutoClient.builder();
    Environment.read(environment::get, keyless);
    String message = assertThrows(IllegalStateException.class, keyless::build).getMessage();
    assertTrue(message.contains("PLUTO_API_KEY"), message);
    keyless.apiKey(KEY).build().close();
  }

  /** Prints what it reads from its own environment. */
  static final class ReadingProgram {
    public static void main(String[] args) {
      PlutoClient.Builder builder = PlutoClient.builder().fromEnvironment().allowCleartext();
      System.out.println(Addresses.of(builder).known());
      try (PlutoClient client = builder.build()) {
        System.out.println(client);
      }
      try (PlutoClient client = PlutoClient.fromEnvironment()) {
        System.out.println(client);
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void isThatOfTheProcess() throws Exception {
    environment.put("PLUTO_API_KEY", KEY);
    environment.put("PLUTO_URL_API", "https://a.example");
    environment.put("PLUTO_URL_INGEST", "http://i.example");
    environment.put("MLOP_URL_PY", "https://h.example");
    try (ChildJvm program = ChildJvm.start(List.of(), environment, ReadingProgram.class)) {
      assertEquals(
          "[https://a.example/, http://i.example/, https://h.example/]", program.readLine());
      assertEquals("PlutoClient[https://a.example/]", program.readLine());
      String blamed = program.readLine();
      assertNotNull(blamed);
      assertTrue(blamed.startsWith("the environment variable PLUTO_URL_INGEST cannot"), blamed);
      assertEquals(0, program.exitValue());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PLUTO_URL_API, baseUrl",
    "MLOP_URL_API, baseUrl",
    "PLUTO_URL_INGEST, ingestUrl",
    "MLOP_URL_INGEST, ingestUrl",
    "PLUTO_URL_PY, heartbeatUrl",
    "MLOP_URL_PY, heartbeatUrl",
  })
  void aBadAddressIsBlamedOnItsVariable(String variable, String setting) {
    environment.put(variable, "pluto");
    IllegalStateException e = assertThrows(IllegalStateException.class, this::readVariables);
    assertEquals(
        "the environment variable "
            + variable
            + " cannot be used: "
            + setting
            + " 'pluto' is not an http or https address such as https://pluto-api.trainy.ai",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PLUTO_URL_API",
        "MLOP_URL_API",
        "PLUTO_URL_INGEST",
        "MLOP_URL_INGEST",
        "PLUTO_URL_PY",
        "MLOP_URL_PY"
      })
  void cleartextIsBlamedOnItsVariableWhenTheClientIsBuilt(String variable) {
    environment.put(variable, "http://pluto.example");
    readVariables();
    IllegalStateException e = assertThrows(IllegalStateException.class, builder::build);
    assertTrue(
        e.getMessage()
            .startsWith(
                "the environment variable "
                    + variable
                    + " cannot be used: 'http://pluto.example/' is not https"),
        e.getMessage());
    builder.allowCleartext().build().close();
  }

  @Test
  void aSettingThatReplacesABadVariableIsNotBlamedOnIt() {
    environment.put("PLUTO_URL_INGEST", "http://pluto.example");
    readVariables();
    builder.ingestUrl("http://later.example");
    String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    assertTrue(message.startsWith("'http://later.example/' is not https"), message);
  }

  @Test
  void theKeyIsBlamedOnItsVariableToo() {
    environment.put("PLUTO_API_KEY", "a b");
    String message = assertThrows(IllegalStateException.class, this::readVariables).getMessage();
    assertTrue(
        message.startsWith("the environment variable PLUTO_API_KEY cannot be used: apiKey has"),
        message);
  }
}
