package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class NameTableTest {
  private final NameTable names = new NameTable();

  @Test
  void aNameIsFoundOnceItIsTaken() {
    assertNull(names.find("a"));
    Name taken = names.take(new Name("a"));
    assertSame(taken, names.find("a"));
    assertSame(taken, names.find("a"));
  }

  @Test
  void anotherStringOfTheSameTextFindsTheSameName() {
    Name taken = names.take(new Name("a"));
    String first = "xa".substring(1);
    String second = "ya".substring(1);
    assertSame(taken, names.find(first));
    assertSame(taken, names.find(second));
    assertSame(taken, names.find(first));
  }

  @Test
  void namesOfTheSameHashCodeAreToldApart() {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    Name one = names.take(new Name("Aa"));
    assertSame(one, names.find("Aa"));
    assertNull(names.find("BB"));
    Name other = names.take(new Name("BB"));
    for (int i = 0; i < 3; i++) {
      assertSame(one, names.find("Aa"));
      assertSame(other, names.find("BB"));
    }
  }

  @Test
  void manyNamesAreAllFound() {
    for (int i = 0; i < 1_000; i++) {
      names.take(new Name("n" + i));
    }
    for (int i = 0; i < 2_000; i++) {
      assertEquals(i % 1_000, names.find("n" + i % 1_000).number);
    }
  }
}
