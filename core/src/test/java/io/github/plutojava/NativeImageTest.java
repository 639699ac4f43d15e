package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the jar tells GraalVM's native-image names all that is reflected on, and nothing else. */
@Tag("unmutated")
class NativeImageTest {
  private static final String FOLDER = "/META-INF/native-image/io.github.plutojava/pluto-client/";

  private static JsonNode read(String file) throws IOException {
    try (InputStream in = NativeImageTest.class.getResourceAsStream(FOLDER + file)) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static JsonNode entryOf(Class<?> type) throws IOException {
    for (JsonNode entry : read("reflect-config.json")) {
      if (entry.get("name").asText().equals(type.getName())) {
        return entry;
      }
    }
    throw new AssertionError("no entry for " + type.getName());
  }

  /** The signatures of an entry's methods, such as "resume(io.github.plutojava.ResumeTarget)". */
  private static Set<String> methodsOf(JsonNode entry) {
    Set<String> methods = new java.util.TreeSet<>();
    for (JsonNode method : entry.get("methods")) {
      List<String> types = new ArrayList<>();
      method.get("parameterTypes").forEach(type -> types.add(type.asText()));
      methods.add(method.get("name").asText() + types);
    }
    return methods;
  }

  private static String signature(String name, Class<?>... parameters) {
    return name + Stream.of(parameters).map(Class::getName).toList();
  }

  static Stream<Class<?>> services() {
    return Stream.of(RunsApi.class, IngestApi.class, RunDataApi.class, HeartbeatApi.class);
  }

  @Test
  void retrofitMayImplementTheServices() throws IOException {
    assertEquals(
        services().map(service -> "[\"" + service.getName() + "\"]").toList().toString(),
        StreamSupport.stream(read("proxy-config.json").spliterator(), false)
            .map(JsonNode::toString)
            .toList()
            .toString());
  }

  @ParameterizedTest
  @MethodSource("services")
  void retrofitMayReadTheirMethods(Class<?> service) throws IOException {
    JsonNode entry = entryOf(service);
    assertTrue(entry.get("queryAllDeclaredMethods").asBoolean());
    assertEquals(
        Stream.of(service.getDeclaredMethods())
            .filter(method -> !method.isSynthetic()) // JaCoCo's.
            .map(method -> signature(method.getName(), method.getParameterTypes()))
            .collect(Collectors.toSet()),
        methodsOf(entry));
  }

  static Stream<Class<?>> records() {
    return Stream.concat(
        Stream.of(ResumedRun.class), Stream.of(ResumeTarget.class.getPermittedSubclasses()));
  }

  /** As databind does for those that are in a body of a user's own service. */
  @ParameterizedTest
  @MethodSource("records")
  void databindMayMakeAndReadTheRecords(Class<?> type) throws IOException {
    JsonNode entry = entryOf(type);
    assertTrue(entry.get("queryAllDeclaredConstructors").asBoolean());
    assertTrue(entry.get("queryAllDeclaredMethods").asBoolean());
    assertTrue(entry.get("allDeclaredFields").asBoolean());
    RecordComponent[] components = type.getRecordComponents();
    Set<String> expected =
        Stream.of(components)
            .map(RecordComponent::getAccessor)
            .map(Method::getName)
            .map(NativeImageTest::signature)
            .collect(Collectors.toSet());
    expected.add(
        signature(
            "<init>",
            Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new)));
    assertEquals(expected, methodsOf(entry));
  }

  @Test
  void namesNothingElse() throws IOException {
    assertEquals(services().count() + records().count(), read("reflect-config.json").size());
  }
}
