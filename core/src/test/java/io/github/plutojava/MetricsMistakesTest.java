package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.RunTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An interface that cannot log is refused as a whole, with the method and the mistake. */
class MetricsMistakesTest extends RunTest {
  interface NotAnnotated {
    void scores(@Step long step, @Metric("loss") double loss);
  }

  @Metrics
  abstract static class NoInterface {
    abstract void scores(@Step long step, @Metric("loss") double loss);
  }

  /** The annotation is not inherited. */
  interface OfAnnotated extends NoStep {}

  @Metrics
  interface NoStep {
    void scores(@Metric("loss") double loss);
  }

  @Metrics
  interface NoParameter {
    void scores();
  }

  @Metrics
  interface TwoSteps {
    void scores(@Step long step, @Step long other, @Metric("loss") double loss);
  }

  @Metrics
  interface NoMetric {
    void scores(@Step long step);
  }

  @Metrics
  interface Returning {
    double scores(@Step long step, @Metric("loss") double loss);
  }

  @Metrics
  interface ReturningVoid {
    Void scores(@Step long step, @Metric("loss") double loss);
  }

  @Metrics
  interface Unmarked {
    void scores(@Step long step, double loss);
  }

  @Metrics
  interface Both {
    void scores(@Step @Metric("step") long step, @Metric("loss") double loss);
  }

  @Metrics
  interface BoxedStep {
    void scores(@Step Long step, @Metric("loss") double loss);
  }

  @Metrics
  interface DoubleStep {
    void scores(@Step double step, @Metric("loss") double loss);
  }

  @Metrics
  interface ShortStep {
    void scores(@Step short step, @Metric("loss") double loss);
  }

  @Metrics
  interface BoxedValue {
    void scores(@Step long step, @Metric("loss") Double loss);
  }

  @Metrics
  interface TextValue {
    void scores(@Step long step, @Metric("loss") String loss);
  }

  @Metrics
  interface BooleanValue {
    void scores(@Step long step, @Metric("loss") boolean loss);
  }

  @Metrics
  interface ShortValue {
    void scores(@Step long step, @Metric("loss") short loss);
  }

  @Metrics
  interface Varargs {
    void scores(@Step long step, @Metric("loss") double... losses);
  }

  @Metrics
  interface EmptyName {
    void scores(@Step long step, @Metric("") double loss);
  }

  @Metrics("group")
  interface EmptyNameInGroup {
    void scores(@Step long step, @Metric("") double loss);
  }

  @Metrics
  interface BlankName {
    void scores(@Step long step, @Metric("\u00a0") double loss);
  }

  @Metrics("a\0b")
  interface BadGroup {
    void scores(@Step long step, @Metric("loss") double loss);
  }

  @Metrics
  interface TwiceTheSame {
    void scores(@Step long step, @Metric("loss") double loss, @Metric("loss") double again);
  }

  @Metrics
  interface Default {
    void good(@Step long step, @Metric("loss") double loss);

    default void scores(@Step long step, @Metric("loss") double loss) {
      good(step, loss);
    }
  }

  /** Inherits its mistake. */
  @Metrics
  interface Inheriting extends NoStep {
    void fine(@Step long step, @Metric("loss") double loss);
  }

  private ActiveRun run;

  /** Without a resume, which would take a request. */
  @BeforeEach
  void openRun() {
    ResumedRun resumed =
        new ResumedRun(1, 1L, "MMP-1", "my-ml-project", "acme", "https://x.test/", true);
    run = closeLater(client().open(resumed, options().build()));
  }

  private static Arguments mistake(Class<?> type, String mistake) {
    return Arguments.of(type, type, mistake);
  }

  static List<Arguments> mistakes() {
    return List.of(
        mistake(NoStep.class, "has no @Step parameter"),
        mistake(NoParameter.class, "has no @Step parameter"),
        mistake(TwoSteps.class, "has more than one @Step parameter"),
        mistake(NoMetric.class, "has no @Metric parameter"),
        mistake(Returning.class, "does not return void"),
        mistake(ReturningVoid.class, "does not return void"),
        mistake(Unmarked.class, "parameter 2 needs either @Step or @Metric"),
        mistake(Both.class, "parameter 1 needs either @Step or @Metric"),
        mistake(BoxedStep.class, "parameter 1 is the step, and not a long or int"),
        mistake(DoubleStep.class, "parameter 1 is the step, and not a long or int"),
        mistake(ShortStep.class, "parameter 1 is the step, and not a long or int"),
        mistake(BoxedValue.class, "parameter 2 is not a double, float, long or int"),
        mistake(TextValue.class, "parameter 2 is not a double, float, long or int"),
        mistake(BooleanValue.class, "parameter 2 is not a double, float, long or int"),
        mistake(ShortValue.class, "parameter 2 is not a double, float, long or int"),
        mistake(Varargs.class, "parameter 2 is not a double, float, long or int"),
        mistake(EmptyName.class, "parameter 2 has an empty @Metric name"),
        mistake(EmptyNameInGroup.class, "parameter 2 has an empty @Metric name"),
        mistake(BlankName.class, "parameter 2: name '\\u00a0' is only white space"),
        mistake(BadGroup.class, "parameter 2: name 'a\\u0000b/loss' has a NUL character"),
        mistake(TwiceTheSame.class, "has two parameters with the same @Metric name"),
        mistake(Default.class, "is a default method"),
        Arguments.of(Inheriting.class, NoStep.class, "has no @Step parameter"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isNamedWithItsMethod(Class<?> type, Class<?> declaring, String mistake) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> run.metrics(type)).getMessage();
    assertTrue(
        message.startsWith(
            "the method " + declaring.getName() + ".scores cannot log metrics: " + mistake),
        message);
  }

  /** Not even those of methods that have no mistake. */
  @Test
  void registersNoName() {
    for (Arguments each : mistakes()) {
      Class<?> type = (Class<?>) each.get()[0];
      assertThrows(IllegalArgumentException.class, () -> run.metrics(type));
    }
    run.log(1, "fine", 0.5);
    run.flush(Duration.ofSeconds(10));
    assertEquals(List.of("fine"), pluto.names());
  }

  @ParameterizedTest
  @ValueSource(
      classes = {NotAnnotated.class, NoInterface.class, OfAnnotated.class, String.class, int.class})
  void somethingElseIsNamed(Class<?> type) {
    assertEquals(
        type.getName() + " is not an interface that is annotated @Metrics",
        assertThrows(IllegalArgumentException.class, () -> run.metrics(type)).getMessage());
  }

  @Metrics("eval/")
  interface SlashAtTheEnd {
    void scores(@Step long step, @Metric("loss") double loss);
  }

  @Test
  void aGroupThatEndsWithASlashIsNamed() {
    assertEquals(
        "the group 'eval/' of "
            + SlashAtTheEnd.class.getName()
            + " ends with a slash, which the library adds: leave it out",
        assertThrows(IllegalArgumentException.class, () -> run.metrics(SlashAtTheEnd.class))
            .getMessage());
  }

  @Test
  void nullIsRefused() {
    assertEquals(
        "type", assertThrows(NullPointerException.class, () -> run.metrics(null)).getMessage());
  }
}
