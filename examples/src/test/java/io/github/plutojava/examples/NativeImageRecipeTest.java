package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The entries for native-image in docs/recipes.md are complete for the types that it shows. */
class NativeImageRecipeTest {
  @TempDir Path classes;

  private static List<JsonNode> entries() throws IOException {
    String section = Snippet.section("docs/recipes.md", "native-image");
    List<String> blocks =
        Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
            .matcher(section)
            .results()
            .map((MatchResult block) -> block.group(1))
            .toList();
    JsonMapper json = new JsonMapper();
    return List.of(json.readTree(blocks.get(0)), json.readTree(blocks.get(1)));
  }

  private Class<?> type(String name) throws Exception {
    String here = name.replace("com.example.Entries", "Block$Entries");
    return Snippet.of("docs/recipes.md", "native-image", 1).load(classes, here);
  }

  private static String signature(String name, Executable executable) {
    return name + Stream.of(executable.getParameterTypes()).map(Class::getName).toList();
  }

  private static Set<String> namedIn(JsonNode entry) {
    Set<String> named = new TreeSet<>();
    for (JsonNode method : entry.get("methods")) {
      List<String> types = new ArrayList<>();
      method.get("parameterTypes").forEach(type -> types.add(type.asText()));
      named.add(method.get("name").asText() + types);
    }
    return named;
  }

  @Test
  void eachInterfaceIsAProxy() throws Exception {
    Set<String> named = new TreeSet<>();
    for (JsonNode entry : entries().get(0)) {
      assertEquals(1, entry.size());
      assertTrue(type(entry.get(0).asText()).isInterface());
      named.add(entry.get(0).asText());
    }
    assertEquals(Set.of("com.example.Entries$Scores", "com.example.Entries$RunDetails"), named);
  }

  @Test
  void eachMethodIsNamed() throws Exception {
    Map<String, Set<String>> wanted = new TreeMap<>();
    Map<String, Set<String>> named = new TreeMap<>();
    for (JsonNode entry : entries().get(1)) {
      String name = entry.get("name").asText();
      Class<?> type = type(name);
      Set<String> methods = new TreeSet<>();
      if (type.isRecord()) {
        methods.add(signature("<init>", type.getDeclaredConstructors()[0]));
        Stream.of(type.getRecordComponents())
            .forEach(part -> methods.add(signature(part.getName(), part.getAccessor())));
        assertTrue(entry.get("queryAllDeclaredConstructors").asBoolean());
        assertTrue(entry.get("allDeclaredFields").asBoolean());
      } else {
        Stream.of(type.getDeclaredMethods())
            .filter(method -> !method.isSynthetic())
            .forEach(method -> methods.add(signature(method.getName(), method)));
      }
      // Jackson and Retrofit ask for the declared methods, the library for the public ones.
      String query = name.endsWith("Scores") ? "queryAllPublicMethods" : "queryAllDeclaredMethods";
      assertTrue(entry.get(query).asBoolean(), name);
      wanted.put(name, methods);
      named.put(name, namedIn(entry));
    }
    assertEquals(wanted, named);
    assertEquals(3, named.size());
  }
}
