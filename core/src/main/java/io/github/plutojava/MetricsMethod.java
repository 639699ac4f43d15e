package io.github.plutojava;

import io.github.plutojava.internal.wire.MetricNames;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One method of an interface that is marked {@link Metrics}, checked. */
final class MetricsMethod {
  private static final Set<Class<?>> STEP_TYPES = Set.of(long.class, int.class);
  private static final Set<Class<?>> VALUE_TYPES =
      Set.of(double.class, float.class, long.class, int.class);

  private final int stepIndex;
  private final String[] names;

  /** Which arguments are the values. */
  private final int[] valueIndexes;

  private MetricsMethod(int stepIndex, String[] names, int[] valueIndexes) {
    this.stepIndex = stepIndex;
    this.names = names;
    this.valueIndexes = valueIndexes;
  }

  /**
   * Returns the method.
   *
   * @throws IllegalArgumentException if it cannot log metrics
   */
  static MetricsMethod of(Method method, String group) {
    if (method.isDefault()) {
      throw mistake(method, "is a default method: make it static, or move it elsewhere");
    }
    if (method.getReturnType() != void.class) {
      throw mistake(method, "does not return void");
    }
    Class<?>[] types = method.getParameterTypes();
    Annotation[][] annotations = method.getParameterAnnotations();
    int stepIndex = -1;
    int count = types.length - 1;
    String[] names = new String[Math.max(count, 0)];
    int[] valueIndexes = new int[names.length];
    int values = 0;
    for (int i = 0; i < types.length; i++) {
      boolean isStep = find(Step.class, annotations[i]) != null;
      Metric metric = find(Metric.class, annotations[i]);
      String parameter = "parameter " + (i + 1);
      if (isStep == (metric != null)) {
        throw mistake(method, parameter + " needs either @Step or @Metric");
      }
      if (isStep) {
        if (stepIndex >= 0) {
          throw mistake(method, "has more than one @Step parameter");
        }
        if (!STEP_TYPES.contains(types[i])) {
          throw mistake(method, parameter + " is the step, and not a long or int");
        }
        stepIndex = i;
      } else if (values < count) {
        if (!VALUE_TYPES.contains(types[i])) {
          throw mistake(method, parameter + " is not a double, float, long or int");
        }
        names[values] = name(method, parameter, group, metric);
        valueIndexes[values++] = i;
      }
    }
    if (stepIndex < 0) {
      throw mistake(method, "has no @Step parameter");
    }
    if (values == 0) {
      throw mistake(method, "has no @Metric parameter");
    }
    if (new HashSet<>(List.of(names)).size() < values) {
      throw mistake(method, "has two parameters with the same @Metric name");
    }
    return new MetricsMethod(stepIndex, names, valueIndexes);
  }

  private static String name(
      Method method, String parameter, String group, @Nullable Metric metric) {
    String name = metric == null ? "" : metric.value();
    if (name.isEmpty()) {
      throw mistake(method, parameter + " has an empty @Metric name");
    }
    try {
      return MetricNames.check(group.isEmpty() ? name : group + "/" + name);
    } catch (IllegalArgumentException e) {
      throw mistake(method, parameter + ": " + e.getMessage());
    }
  }

  private static <A extends Annotation> @Nullable A find(Class<A> type, Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      if (type.isInstance(annotation)) {
        return type.cast(annotation);
      }
    }
    return null;
  }

  private static IllegalArgumentException mistake(Method method, String mistake) {
    return new IllegalArgumentException(
        "the method "
            + method.getDeclaringClass().getName()
            + "."
            + method.getName()
            + " cannot log metrics: "
            + mistake);
  }

  String[] names() {
    return names;
  }

  long step(Object[] arguments) {
    return ((Number) arguments[stepIndex]).longValue();
  }

  double[] values(Object[] arguments) {
    double[] values = new double[valueIndexes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(arguments, i);
    }
    return values;
  }

  /** Returns the value of the metric that is {@code i}th of {@link #names}. */
  double value(Object[] arguments, int i) {
    return ((Number) arguments[valueIndexes[i]]).doubleValue();
  }
}
