package io.github.plutojava.examples;

import io.github.plutojava.BulkResumer;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeOutcome;
import io.github.plutojava.ResumeTarget;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.TreeSet;
import java.util.stream.Stream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Resumes the runs whose display IDs are in a file, one a line: 16 at once, with a progress bar.
 * Those that failed go into another file, with the reason.
 *
 * <p>{@code mvn -q compile exec:java -Dexec.mainClass=io.github.plutojava.examples.BulkResume}
 * prints:
 *
 * <pre>{@code
 * An embedded server plays Pluto.
 * 5 resumed, not resumed:
 * MMP-404
 * MTE-1
 * }</pre>
 */
public final class BulkResume {
  private BulkResume() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    boolean live = args.length > 0 && args[0].equals("--live");
    if (live ? args.length != 2 : args.length > 1) {
      System.err.println("usage: [FILE] | --live FILE");
      System.exit(2);
    }
    Path ids = args.length == 0 ? demo() : Path.of(args[args.length - 1]);
    Path failures = Path.of(ids + ".failed");
    try (EmbeddedPluto server = live ? null : EmbeddedPluto.start();
        PlutoClient pluto =
            server == null ? PlutoClient.fromEnvironment() : server.clientBuilder().build();
        Stream<String> lines = Files.lines(ids);
        PrintWriter failed = new PrintWriter(Files.newBufferedWriter(failures));
        ProgressBar bar = progressBar(ids)) {
      System.out.println(server == null ? "Live: " + pluto : "An embedded server plays Pluto.");
      Iterator<ResumeTarget> targets =
          lines
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .map(line -> target(line, failed))
              .filter(target -> target != null)
              .iterator();
      BulkResumer.Summary summary =
          new BulkResumer(pluto.runs(), 16)
              .resumeAll(
                  () -> targets,
                  outcome -> { // on this thread, one at a time
                    bar.step();
                    if (outcome instanceof ResumeOutcome.Failed call) {
                      String id = ((ResumeTarget.ByDisplayId) call.target()).displayId();
                      failed.println(id + "\t" + call.cause().getMessage());
                    }
                  });
      System.out.println(summary.resumed() + " resumed, not resumed:");
    }
    for (String line : new TreeSet<>(Files.readAllLines(failures))) {
      System.out.println(line.replaceAll("\t.*", ""));
    }
  }

  /** Returns null for what cannot be a display ID: one bad line is not to end the batch. */
  private static @Nullable ResumeTarget target(String line, PrintWriter failed) {
    try {
      return ResumeTarget.byDisplayId(line);
    } catch (IllegalArgumentException e) {
      failed.println(line + "\t" + e.getMessage());
      return null;
    }
  }

  @SuppressWarnings("SystemConsoleNull") // from JDK 22 on, it may show where nobody sees it
  private static ProgressBar progressBar(Path ids) throws IOException {
    ProgressBarBuilder bar = ProgressBar.builder().setTaskName("Runs");
    if (System.console() == null) {
      bar.setConsumer(new DelegatingProgressBarConsumer(line -> {}, 80));
    }
    try (Stream<String> lines = Files.lines(ids)) {
      return bar.setInitialMax(lines.count()).build();
    }
  }

  private static Path demo() throws IOException {
    String ids = "MMP-1\nMMP-2 \nmmp-3\nMMP-404\nMTE-1\nMMP-4\n\nMMP-5\n";
    return Files.writeString(Files.createTempDirectory("runs").resolve("ids.txt"), ids);
  }
}
