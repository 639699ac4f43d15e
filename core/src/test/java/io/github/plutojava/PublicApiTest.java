package io.github.plutojava;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The public API is what {@code api.txt} says. If it is meant to change, write that file anew with
 * {@code mvn -pl core test -Dtest=PublicApiTest -Dapi.write=true}, and let a reviewer read the
 * difference.
 */
@Tag("unmutated")
class PublicApiTest {
  private static final Path INTERNAL =
      Path.of("target", "classes", "io", "github", "plutojava", "internal");
  private static final Path FILE = Path.of("src", "test", "resources", "api.txt");

  @Test
  void isAsTheFileSays() throws Exception {
    String api = shorten(publicTypes().map(PublicApiTest::describe).collect(joining("\n")));
    if (Boolean.getBoolean("api.write")) {
      Files.writeString(FILE, api);
    }
    assertEquals(Files.readString(FILE), api);
  }

  @Test
  void hasOnePackage() throws Exception {
    assertTrue(publicTypes().count() > 20);
    assertTrue(publicTypes().allMatch(t -> t.getPackageName().equals("io.github.plutojava")));
  }

  /** For those who read it. */
  private static String shorten(String api) {
    return api.replaceAll("@org\\.jspecify\\.annotations\\.(\\w+)(\\(\\))?", "@$1")
        .replaceAll("\\b(java\\.lang|java\\.time|java\\.util\\.concurrent)\\.(?=[A-Z])", "")
        .replace("io.github.plutojava.", "");
  }

  private static Stream<Class<?>> publicTypes() throws Exception {
    Path root = Path.of("target", "classes");
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        String name = root.relativize(file).toString();
        if (name.endsWith(".class")
            && !name.endsWith("package-info.class")
            && !file.startsWith(INTERNAL)) {
          Class<?> type =
              Class.forName(name.replace(".class", "").replaceAll("[/\\\\]", "."), false, loader());
          if (isPublic(type)) {
            types.add(type);
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return types.stream();
  }

  private static ClassLoader loader() {
    return PublicApiTest.class.getClassLoader();
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
  }

  private static String describe(Class<?> type) {
    String kind = type.isInterface() ? "" : type.isRecord() ? " record" : " class";
    StringBuilder text = new StringBuilder(Modifier.toString(type.getModifiers()));
    text.append(kind).append(' ').append(type.getName()).append('\n');
    AnnotatedType parent = type.getAnnotatedSuperclass();
    if (parent != null
        && parent.getType() != Object.class
        && Modifier.isPublic(type.getSuperclass().getModifiers())) { // Users can name no other.
      text.append("  extends ").append(parent).append('\n');
    }
    for (AnnotatedType implemented : type.getAnnotatedInterfaces()) {
      text.append("  implements ").append(implemented).append('\n');
    }
    if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        text.append("  permits ").append(permitted.getName()).append('\n');
      }
    }
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        text.append("  component ").append(component.getAnnotatedType());
        text.append(' ').append(component.getName()).append('\n');
      }
    }
    members(type).map(PublicApiTest::describe).sorted().forEach(text::append);
    return text.toString();
  }

  private static Stream<Member> members(Class<?> type) {
    return Stream.of(
            type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
        .flatMap(Arrays::<Member>stream)
        .filter(member -> (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
        .filter(member -> !member.isSynthetic());
  }

  private static String describe(Member member) {
    String annotations = "";
    String type = "";
    String parameters = "";
    if (member instanceof Field field) {
      type = field.getAnnotatedType() + " ";
    } else {
      Executable executable = (Executable) member;
      parameters =
          Stream.of(executable.getAnnotatedParameterTypes())
              .map(Object::toString)
              .collect(joining(", ", "(", ")"));
      if (executable instanceof Method method) {
        type =
            Stream.of(method.getTypeParameters())
                .map(parameter -> "<" + parameter.getName() + "> ")
                .collect(joining());
        type += method.getAnnotatedReturnType() + " ";
        annotations =
            Stream.of(method.getAnnotations())
                .filter(annotation -> annotation.toString().contains("retrofit2"))
                .map(annotation -> annotation + " ")
                .collect(joining());
      }
      String thrown =
          Stream.of(executable.getAnnotatedExceptionTypes())
              .map(Object::toString)
              .collect(joining(", "));
      parameters += thrown.isEmpty() ? "" : " throws " + thrown;
    }
    String name = member instanceof Constructor<?> ? "<init>" : member.getName();
    return "  "
        + annotations
        + Modifier.toString(member.getModifiers() & ~Modifier.TRANSIENT & ~Modifier.VOLATILE)
        + " "
        + type
        + name
        + parameters
        + "\n";
  }
}
