package io.github.plutojava.examples;

import static java.util.Objects.requireNonNull;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.Metric;
import io.github.plutojava.Metrics;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunStatus;
import io.github.plutojava.Step;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.data.columnar.RowProcessor;
import org.tribuo.data.columnar.processors.field.DoubleFieldProcessor;
import org.tribuo.data.columnar.processors.response.FieldResponseProcessor;
import org.tribuo.data.csv.CSVDataSource;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/**
 * Trains a classifier of penguins with Tribuo, and logs how well it tells them apart.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.mainClass=io.github.plutojava.examples.EvaluateModel}
 * prints:
 *
 * <pre>{@code
 * Points accepted: 7; the run is COMPLETED
 * The server has an eval/accuracy of 0.981
 * }</pre>
 */
public final class EvaluateModel {
  private static final long STEP = 5; // the epochs of Tribuo's logistic regression

  /** Tribuo logs what it does, and rows without values. A dropped logger would forget its level. */
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

  @Metrics("eval")
  interface Scores {
    void all(@Step long step, @Metric("accuracy") double accuracy);

    void adelie(
        @Step long step,
        @Metric("adelie/precision") double precision,
        @Metric("adelie/recall") double recall);

    void chinstrap(
        @Step long step,
        @Metric("chinstrap/precision") double precision,
        @Metric("chinstrap/recall") double recall);

    void gentoo(
        @Step long step,
        @Metric("gentoo/precision") double precision,
        @Metric("gentoo/recall") double recall);
  }

  private EvaluateModel() {}

  public static void main(String[] args) throws URISyntaxException {
    TRIBUO.setLevel(Level.SEVERE);
    URI penguins = requireNonNull(EvaluateModel.class.getResource("penguins.csv")).toURI();
    LabelEvaluation evaluation = evaluate(penguins); // first, so that no run waits for it
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto = server.clientBuilder().build()) {
      log(evaluation, pluto, ResumeTarget.byDisplayId("MMP-1"));
      double accuracy = server.points("MMP-1", "eval/accuracy").get(0).value();
      System.out.printf(Locale.ROOT, "The server has an eval/accuracy of %.3f%n", accuracy);
    }
  }

  static LabelEvaluation evaluate(URI penguins) {
    RowProcessor<Label> rows =
        new RowProcessor.Builder<Label>()
            .addFieldProcessor(new DoubleFieldProcessor("bill_length_mm"))
            .addFieldProcessor(new DoubleFieldProcessor("bill_depth_mm"))
            .addFieldProcessor(new DoubleFieldProcessor("flipper_length_mm"))
            .addFieldProcessor(new DoubleFieldProcessor("body_mass_g"))
            .build(new FieldResponseProcessor<>("species", "", new LabelFactory()));
    TrainTestSplitter<Label> split =
        new TrainTestSplitter<>(new CSVDataSource<>(penguins, rows, true), 0.7, 1);
    TransformTrainer<Label> trainer =
        new TransformTrainer<>(
            new LogisticRegressionTrainer(),
            new TransformationMap(List.of(new MeanStdDevTransformation())));
    Model<Label> model = trainer.train(new MutableDataset<>(split.getTrain()));
    return new LabelEvaluator().evaluate(model, split.getTest());
  }

  static void log(LabelEvaluation evaluation, PlutoClient pluto, ResumeTarget target) {
    Label adelie = new Label("ADELIE"); // Tribuo reads labels as capitals
    Label chinstrap = new Label("CHINSTRAP");
    Label gentoo = new Label("GENTOO");
    try (ActiveRun run = pluto.resume(target)) {
      Scores scores = run.metrics(Scores.class);
      scores.all(STEP, evaluation.accuracy());
      scores.adelie(STEP, evaluation.precision(adelie), evaluation.recall(adelie));
      scores.chinstrap(STEP, evaluation.precision(chinstrap), evaluation.recall(chinstrap));
      scores.gentoo(STEP, evaluation.precision(gentoo), evaluation.recall(gentoo));
      RunStatus status = run.finish(); // throws if a point was not accepted
      System.out.printf("Points accepted: %d; the run is %s%n", run.stats().accepted(), status);
    }
  }
}
