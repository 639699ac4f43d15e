package io.github.plutojava.examples.spark;

import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.ResumedRun;
import io.github.plutojava.RunOptions;
import io.github.plutojava.RunStatus;
import io.github.plutojava.examples.EmbeddedPluto;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.DoubleAccumulator;

/**
 * Evaluates a model on Spark. The driver resumes the run, keeps it alive and ends it. Each task
 * logs how far the model is off for its share of the penguins, each at the number of its row.
 *
 * <p>{@code mvn -q -Pall,quick -pl examples/spark -am -DskipTests verify} prints:
 *
 * <pre>{@code
 * The run is COMPLETED; the model is off by 313 g on average
 * }</pre>
 */
public final class EvaluateOnSpark {
  /** Makes a client, in the driver and in each task: a client cannot be sent to other machines. */
  @FunctionalInterface
  interface Clients extends Serializable {
    PlutoClient open();
  }

  private EvaluateOnSpark() {}

  public static void main(String[] args) throws IOException {
    try (EmbeddedPluto server = EmbeddedPluto.start();
        SparkSession spark =
            SparkSession.builder()
                .master("local[4,2]") // 4 threads, 2 attempts; leave it out for spark-submit
                .config("spark.ui.enabled", false)
                .config("spark.log.level", "ERROR")
                .getOrCreate()) {
      String url = server.url();
      Clients clients = () -> client(url); // on a cluster: PlutoClient::fromEnvironment
      MapFunction<Row, Double> model = row -> 49.69 * row.<Double>getAs("flipper") - 5780.83;
      RunStatus status = evaluate(penguins(spark, args[0]), model, clients);
      double mean = server.points("MMP-1", "eval/mean-error").get(0).value();
      System.out.printf("The run is %s; the model is off by %.0f g on average%n", status, mean);
    }
  }

  static PlutoClient client(String url) {
    PlutoClient.Builder builder = PlutoClient.builder().apiKey(EmbeddedPluto.VALID_KEY);
    return builder.baseUrl(url).ingestUrl(url).heartbeatUrl(url).build();
  }

  static Dataset<Row> penguins(SparkSession spark, String file) {
    return spark
        .read()
        .option("header", true)
        .option("nullValue", "NA")
        .csv(file)
        .selectExpr(
            "monotonically_increasing_id() AS row",
            "double(flipper_length_mm) AS flipper",
            "double(body_mass_g) AS mass")
        .na()
        .drop()
        .repartition(8, functions.col("row"));
  }

  static RunStatus evaluate(
      Dataset<Row> penguins, MapFunction<Row, Double> model, Clients clients) {
    try (PlutoClient pluto = clients.open();
        ActiveRun run = pluto.resume(ResumeTarget.byDisplayId("MMP-1"))) {
      try {
        ResumedRun resumed = run.run(); // this can be sent, unlike an ActiveRun
        DoubleAccumulator errors = penguins.sparkSession().sparkContext().doubleAccumulator();
        penguins.foreachPartition(
            (ForeachPartitionFunction<Row>) share -> log(share, model, errors, clients, resumed));
        run.log(0, "eval/mean-error", errors.avg());
        return run.finish();
      } catch (Throwable t) {
        run.fail(t);
        throw t;
      }
    }
  }

  /** What a task does. It neither sends heartbeats nor ends the run: the driver does. */
  private static void log(
      Iterator<Row> share,
      MapFunction<Row, Double> model,
      DoubleAccumulator errors,
      Clients clients,
      ResumedRun resumed)
      throws Exception {
    RunOptions guest = RunOptions.builder().heartbeatInterval(Duration.ZERO).build();
    try (PlutoClient pluto = clients.open();
        ActiveRun run = pluto.open(resumed, guest)) {
      while (share.hasNext()) {
        Row penguin = share.next();
        double error = Math.abs(model.call(penguin) - penguin.<Double>getAs("mass"));
        // At a step of the data: a task that is tried again replaces its points.
        run.log(penguin.<Long>getAs("row"), "eval/error", error);
        errors.add(error);
      }
      run.flush(); // throws if a point was not accepted, so that Spark tries the task again
    }
  }
}
