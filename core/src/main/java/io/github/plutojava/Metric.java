package io.github.plutojava;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter of a {@link Metrics} method that is a metric's value: a {@code double}, {@code
 * float}, {@code long} or {@code int}. It is sent as the nearest double.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Metric {
  /** {@return the metric's name within its group, such as {@code loss}} */
  String value();
}
