package io.github.plutojava;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface whose methods log metrics, for {@link ActiveRun#metrics(Class)}.
 *
 * <pre>{@code
 * @Metrics("eval")
 * interface Evaluation {
 *   void scores(@Step long step, @Metric("loss") double loss, @Metric("f1") double f1);
 * }
 *
 * Evaluation eval = run.metrics(Evaluation.class);
 * eval.scores(1000, 0.21, 0.88); // logs eval/loss and eval/f1
 * }</pre>
 *
 * <p>Each method returns {@code void} and has exactly one {@link Step} parameter and at least one
 * {@link Metric} parameter. One call logs all its metrics at one step and time, or none of them.
 * Static methods are left alone. Default methods are refused: to call one by reflection needs what
 * Android and package-private interfaces do not allow.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Metrics {
  /**
   * {@return the group of the metrics, without a slash at its end} A metric's name is {@code
   * group/name}. Default: none, and the name stands alone.
   */
  String value() default "";
}
