package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tests run on the versions of Retrofit, OkHttp, Okio and Jackson that the build was asked for,
 * and no second version stands beside them. Otherwise a run with {@code -Dokhttp.version=} would
 * prove nothing about that version. The test prints which jars they are.
 */
@Tag("unmutated")
class StackTest {

  /** Maven has the classes of OkHttp 5 and Okio 3 in jars of other names, "okhttp-jvm" for one. */
  @ParameterizedTest
  @CsvSource({
    "stack.retrofit, retrofit2/Retrofit",
    "stack.retrofit, retrofit2/converter/jackson/JacksonConverterFactory",
    "stack.okhttp, okhttp3/OkHttpClient",
    "stack.okhttp, okhttp3/logging/HttpLoggingInterceptor",
    "stack.okhttp, okhttp3/mockwebserver/MockWebServer",
    "stack.okhttp, okhttp3/tls/HandshakeCertificates",
    "stack.okio, okio/Buffer",
    "stack.jackson, com/fasterxml/jackson/core/JsonFactory",
    "stack.jackson, com/fasterxml/jackson/databind/ObjectMapper",
  })
  void isTheOneThatTheBuildWasAskedFor(String property, String type) throws IOException {
    List<String> jars =
        Collections.list(StackTest.class.getClassLoader().getResources(type + ".class")).stream()
            .map(url -> url.getPath().replaceFirst("!/.*", "").replaceFirst(".*/", ""))
            .toList();
    System.out.println(type + " is in " + jars);
    assertEquals(1, jars.size(), () -> type + " is in " + jars);
    String version = System.getProperty(property);
    assertTrue(
        jars.get(0).endsWith("-" + version + ".jar"),
        () -> type + " is in " + jars + ", not of version " + version);
  }
}
