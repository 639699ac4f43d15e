package io.github.plutojava.examples.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingResult;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import io.github.plutojava.ActiveRun;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RunStatus;
import io.github.plutojava.examples.EmbeddedPluto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Trains a classifier of penguins with DJL, of which a listener logs the scores of each epoch.
 *
 * <p>{@code mvn -q -Pall,quick -pl examples/djl -am -DskipTests verify} prints:
 *
 * <pre>{@code
 * The run is COMPLETED; epochs on the server: 5
 * }</pre>
 */
public final class TrainWithDjl {
  /** Logs what DJL's own listeners found out, so it goes after them. The first epoch is 1. */
  static final class PlutoListener extends TrainingListenerAdapter {
    private final ActiveRun run;

    PlutoListener(ActiveRun run) {
      this.run = run;
    }

    @Override
    public void onEpoch(Trainer trainer) {
      TrainingResult result = trainer.getTrainingResult();
      run.log(result.getEpoch(), result.getEvaluations());
    }
  }

  private TrainWithDjl() {}

  public static void main(String[] args) throws IOException, TranslateException {
    try (EmbeddedPluto server = EmbeddedPluto.start();
        PlutoClient pluto = server.clientBuilder().build();
        ActiveRun run = pluto.resume(ResumeTarget.byDisplayId("MMP-1"))) {
      RunStatus status = train(Path.of(args[0]), 5, run);
      int epochs = server.points("MMP-1", "validate_accuracy").size();
      System.out.printf("The run is %s; epochs on the server: %d%n", status, epochs);
    }
  }

  /** Trains, and ends the run as the training has ended: with its exception, if it throws one. */
  static RunStatus train(Path penguins, int epochs, ActiveRun run, TrainingListener... others)
      throws IOException, TranslateException {
    try (NDManager manager = NDManager.newBaseManager();
        Model model = Model.newInstance("penguins")) {
      RandomAccessDataset[] data = read(penguins, manager).randomSplit(7, 3);
      model.setBlock(
          new SequentialBlock()
              .add(BatchNorm.builder().build())
              .add(Linear.builder().setUnits(16).build())
              .add(Activation.reluBlock())
              .add(Linear.builder().setUnits(3).build()));
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss("loss"))
              .addEvaluator(new Accuracy("accuracy"))
              .addTrainingListeners(TrainingListener.Defaults.basic())
              .addTrainingListeners(new PlutoListener(run))
              .addTrainingListeners(others);
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(1, 4));
        EasyTrain.fit(trainer, epochs, data[0], data[1]);
      }
      return run.finish();
    } catch (Throwable t) {
      run.fail(t);
      throw t;
    }
  }

  private static ArrayDataset read(Path penguins, NDManager manager) throws IOException {
    List<String> species = List.of("Adelie", "Chinstrap", "Gentoo");
    List<String[]> rows =
        Files.readAllLines(penguins).stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .filter(cells -> !cells[2].equals("NA"))
            .toList();
    float[][] measurements = new float[rows.size()][4];
    int[] labels = new int[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = species.indexOf(rows.get(i)[0]);
      for (int column = 0; column < 4; column++) {
        measurements[i][column] = Float.parseFloat(rows.get(i)[2 + column]);
      }
    }
    return new ArrayDataset.Builder()
        .setData(manager.create(measurements))
        .optLabels(manager.create(labels))
        .setSampling(8, true)
        .build();
  }
}
