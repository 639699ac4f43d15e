package io.github.plutojava;

import io.github.plutojava.internal.http.BaseUrl;
import io.github.plutojava.internal.text.Text;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads settings from environment variables. */
final class Environment {
  private static final List<String> API_KEY = List.of("PLUTO_API_KEY", "MLOP_API_TOKEN");
  private static final List<String> BASE_URL = List.of("PLUTO_URL_API", "MLOP_URL_API");
  private static final List<String> INGEST_URL = List.of("PLUTO_URL_INGEST", "MLOP_URL_INGEST");
  private static final List<String> HEARTBEAT_URL = List.of("PLUTO_URL_PY", "MLOP_URL_PY");

  private Environment() {}

  /** Does what {@link PlutoClient#fromEnvironment()} says. */
  static PlutoClient client(Function<String, @Nullable String> environment) {
    PlutoClient.Builder builder = PlutoClient.builder();
    read(environment, builder);
    if (builder.apiKey == null) {
      throw new IllegalStateException(
          "no API key: make one at https://pluto.trainy.ai/api-keys, and set the environment"
              + " variable PLUTO_API_KEY to it");
    }
    return builder.build();
  }

  /** See {@link ClientSettings#fromEnvironment()}. */
  static void read(Function<String, @Nullable String> environment, ClientSettings settings) {
    read(environment, API_KEY, (name, value) -> settings.apiKey(value));
    read(
        environment, BASE_URL, (name, value) -> settings.baseUrl = address("baseUrl", value, name));
    read(
        environment,
        INGEST_URL,
        (name, value) -> settings.ingestUrl = address("ingestUrl", value, name));
    read(
        environment,
        HEARTBEAT_URL,
        (name, value) -> settings.heartbeatUrl = address("heartbeatUrl", value, name));
  }

  private static ClientSettings.Address address(String setting, String value, String variable) {
    return new ClientSettings.Address(BaseUrl.parse(setting, value).toString(), variable);
  }

  /** Hands over the first variable that is set, and its value. */
  private static void read(
      Function<String, @Nullable String> environment,
      List<String> names,
      BiConsumer<String, String> taker) {
    for (String name : names) {
      String value = environment.apply(name);
      if (value != null && !value.isEmpty()) {
        try {
          if (Text.absence(value) != null) {
            throw new IllegalArgumentException("it is blank");
          }
          taker.accept(name, value);
        } catch (IllegalArgumentException e) {
          throw unusable(name, e);
        }
        return;
      }
    }
  }

  /** Blames a variable for its value. */
  static IllegalStateException unusable(String variable, IllegalArgumentException cause) {
    return new IllegalStateException(
        "the environment variable " + variable + " cannot be used: " + cause.getMessage(), cause);
  }
}
