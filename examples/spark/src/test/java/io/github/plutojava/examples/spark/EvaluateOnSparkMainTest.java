package io.github.plutojava.examples.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The program itself, in a class of its own, since it ends the JVM's only Spark session. */
class EvaluateOnSparkMainTest {
  @Test
  void printsWhatItsHeaderShows() throws IOException {
    String source =
        Files.readString(
            Path.of("src/main/java/io/github/plutojava/examples/spark/EvaluateOnSpark.java"));
    Matcher shown =
        Pattern.compile("prints:\n \\*\n \\* <pre>\\{@code\n(.*?) \\* \\}</pre>", Pattern.DOTALL)
            .matcher(source);
    assertTrue(shown.find());
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      EvaluateOnSpark.main(new String[] {System.getProperty("penguins.csv")});
    } finally {
      System.setOut(out);
    }
    assertEquals(
        shown.group(1).replaceAll("(?m)^ \\* ", ""), printed.toString(StandardCharsets.UTF_8));
  }
}
