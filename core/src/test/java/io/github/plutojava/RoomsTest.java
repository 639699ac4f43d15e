package io.github.plutojava;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rooms of the library are as {@code docs/architecture.md} draws them, and hidden. */
@Tag("unmutated")
class RoomsTest {
  private static final String ROOT = "io.github.plutojava";
  private static final String INTERNAL = ROOT + ".internal.";
  private static final Path ARCHITECTURE = Path.of("..", "docs", "architecture.md");

  private static final JavaClasses LIBRARY =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @Test
  void noRoomUsesTheRoot() {
    noClasses()
        .that()
        .resideInAPackage(INTERNAL + ".")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT)
        .check(LIBRARY);
  }

  @Test
  void theRoomsFormNoCycle() {
    slices().matching(INTERNAL + "(*)").should().beFreeOfCycles().check(LIBRARY);
  }

  @Test
  void eachRoomUsesThoseThatTheDiagramSays() throws IOException {
    Set<String> drawn =
        Pattern.compile("(?m)^ *(\\w+ --> \\w+)$")
            .matcher(Files.readString(ARCHITECTURE))
            .results()
            .map(arrow -> arrow.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> used = new TreeSet<>();
    for (JavaClass type : LIBRARY) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String user = type.getPackageName();
        String usee = dependency.getTargetClass().getPackageName();
        if (isRoom(user) && isRoom(usee) && !user.equals(usee)) {
          used.add(room(user) + " --> " + room(usee));
        }
      }
    }
    assertEquals(String.join("\n", drawn), String.join("\n", used));
  }

  private static boolean isRoom(String name) {
    return name.startsWith(INTERNAL);
  }

  private static String room(String name) {
    return name.substring(INTERNAL.length());
  }

  @Test
  void noPublicSignatureMentionsARoom() {
    List<String> leaks = new ArrayList<>();
    int members = 0;
    for (JavaClass type : LIBRARY) {
      if (type.getPackageName().equals(ROOT) && isVisible(type)) {
        Set<JavaClass> above = new HashSet<>(type.getAllRawSuperclasses());
        above.addAll(type.getAllRawInterfaces());
        type.getTypeParameters().forEach(each -> above.addAll(each.getAllInvolvedRawTypes()));
        type.getSuperclass().ifPresent(each -> above.addAll(each.getAllInvolvedRawTypes()));
        type.getInterfaces().forEach(each -> above.addAll(each.getAllInvolvedRawTypes()));
        addLeaks(leaks, type.getName(), above);
        for (JavaMember member : type.getMembers()) {
          if (isVisible(member.getModifiers())) {
            members++;
            addLeaks(leaks, member.getFullName(), mentionedBy(member));
          }
        }
      }
    }
    assertTrue(members > 100, "only " + members);
    assertEquals(List.of(), leaks);
  }

  private static Set<JavaClass> mentionedBy(JavaMember member) {
    Set<JavaClass> mentioned = new HashSet<>(member.getAllInvolvedRawTypes());
    if (member instanceof JavaCodeUnit code) {
      mentioned.addAll(code.getExceptionTypes());
    }
    return mentioned;
  }

  private static void addLeaks(List<String> leaks, String where, Set<JavaClass> mentioned) {
    for (JavaClass type : mentioned) {
      if (isRoom(type.getBaseComponentType().getPackageName())) {
        leaks.add(where + ": " + type.getName());
      }
    }
  }

  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(RoomsTest::isVisible).orElse(true);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }
}
