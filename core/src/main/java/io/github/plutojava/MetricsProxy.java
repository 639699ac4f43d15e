package io.github.plutojava;

import io.github.plutojava.internal.delivery.Delivery;
import io.github.plutojava.internal.text.Text;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Implements interfaces that are marked {@link Metrics}. */
final class MetricsProxy implements InvocationHandler {
  private final Class<?> type;

  /** Held, since a run that the program drops is closed. */
  private final ActiveRun owner;

  private final RunPoints points;
  private final Map<Method, MetricsMethod> methods;

  private MetricsProxy(
      Class<?> type, ActiveRun owner, RunPoints points, Map<Method, MetricsMethod> methods) {
    this.type = type;
    this.owner = owner;
    this.points = points;
    this.methods = methods;
  }

  /**
   * Checks all of {@code type}, registers its names, and implements it.
   *
   * @throws IllegalArgumentException if it cannot be implemented
   */
  static <T> T create(Class<T> type, ActiveRun owner, RunPoints points, Delivery delivery) {
    Metrics metrics = type.getAnnotation(Metrics.class);
    if (!type.isInterface() || metrics == null) {
      throw new IllegalArgumentException(
          type.getName() + " is not an interface that is annotated @Metrics");
    }
    String group = metrics.value();
    if (group.endsWith("/")) {
      throw new IllegalArgumentException(
          "the group "
              + Text.quote(group)
              + " of "
              + type.getName()
              + " ends with a slash, which the library adds: leave it out");
    }
    Map<Method, MetricsMethod> methods = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        MetricsMethod checked = MetricsMethod.of(method, group);
        methods.put(method, checked);
        names.addAll(List.of(checked.names()));
      }
    }
    delivery.register(names);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            new MetricsProxy(type, owner, points, methods)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> arguments != null && proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> type.getName() + " of " + Describe.run(owner.run());
      };
    }
    MetricsMethod metrics = methods.get(method);
    if (metrics == null || arguments == null) {
      throw new AssertionError("each method was checked: " + method);
    }
    String[] names = metrics.names();
    if (names.length == 1) { // As run.log, which looks up the name once and makes no array.
      points.log(metrics.step(arguments), names[0], metrics.value(arguments, 0));
    } else {
      points.log(metrics.step(arguments), Delivery.NOW, names, metrics.values(arguments));
    }
    return null;
  }
}
