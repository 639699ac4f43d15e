package io.github.plutojava;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads settings from environment variables. */
final class Environment {
  private static final List<String> API_KEY = List.of("PLUTO_API_KEY", "MLOP_API_TOKEN");
  private static final List<String> BASE_URL = List.of("PLUTO_URL_API", "MLOP_URL_API");

  private Environment() {}

  /** Does what {@link PlutoClient#fromEnvironment()} says. */
  static PlutoClient client(Function<String, @Nullable String> environment) {
    String keyName = firstSet(API_KEY, environment);
    if (keyName == null) {
      throw new IllegalStateException(
          "no API key: make one on the Pluto site, and set the environment variable PLUTO_API_KEY"
              + " to it");
    }
    PlutoClient.Builder builder = PlutoClient.builder();
    String urlName = firstSet(BASE_URL, environment);
    String name = keyName;
    try {
      builder.apiKey(value(keyName, environment));
      if (urlName != null) {
        name = urlName;
        builder.baseUrl(value(urlName, environment));
      }
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the environment variable " + name + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static @Nullable String firstSet(
      List<String> names, Function<String, @Nullable String> environment) {
    for (String name : names) {
      if (!value(name, environment).isEmpty()) {
        return name;
      }
    }
    return null;
  }

  private static String value(String name, Function<String, @Nullable String> environment) {
    String value = environment.apply(name);
    return value == null ? "" : value;
  }
}
