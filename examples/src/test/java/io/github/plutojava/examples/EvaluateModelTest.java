package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.examples.EmbeddedPluto.Point;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluation;

/** What Tribuo found out is what the server then has. */
class EvaluateModelTest {
  private static LabelEvaluation evaluation() throws Exception {
    URI penguins = EvaluateModel.class.getResource("penguins.csv").toURI();
    return EvaluateModel.evaluate(penguins);
  }

  @Test
  void logsEachScoreAtItsStepAndFinishes() throws Exception {
    LabelEvaluation evaluation = evaluation();
    Map<String, Double> expected = new TreeMap<>(Map.of("eval/accuracy", evaluation.accuracy()));
    for (String species : List.of("Adelie", "Chinstrap", "Gentoo")) {
      Label label = new Label(species.toUpperCase(Locale.ROOT));
      String name = "eval/" + species.toLowerCase(Locale.ROOT);
      expected.put(name + "/precision", evaluation.precision(label));
      expected.put(name + "/recall", evaluation.recall(label));
    }
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto = server.clientBuilder().build()) {
      EvaluateModel.log(evaluation, pluto, ResumeTarget.byDisplayId("MMP-1"));
      EmbeddedPluto.Run run = server.run("MMP-1");
      assertEquals(
          expected,
          run.metrics().stream()
              .collect(Collectors.toMap(name -> name, name -> only(run.points(name)).value())));
      run.metrics().forEach(name -> assertEquals(5, only(run.points(name)).step(), name));
      assertEquals(expected.keySet(), new TreeSet<>(run.names()));
      assertEquals(List.of("COMPLETED", "RUNNING", "COMPLETED"), run.statuses());
    }
  }

  private static Point only(List<Point> points) {
    assertEquals(1, points.size(), points::toString);
    return points.get(0);
  }

  @Test
  void comesToTheSameResultEachTime() throws Exception {
    LabelEvaluation evaluation = evaluation();
    // Of the 342 penguins that were measured, these were kept back.
    assertEquals(103, evaluation.getPredictions().size());
    assertEquals(evaluation.asMap(), evaluation().asMap());
  }
}
