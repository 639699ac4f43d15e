package io.github.plutojava.internal.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.github.plutojava.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No call keeps other threads out once it has returned. */
class LockTest {
  private final World world = new World();
  private final Delivery delivery = world.delivery();

  private static Named<Consumer<Delivery>> call(String name, Consumer<Delivery> call) {
    return Named.of(name, call);
  }

  static Stream<Named<Consumer<Delivery>>> calls() {
    return Stream.of(
        call("log", each -> each.log(1, "b", 1)),
        call("log of a map", each -> each.log(1, 0, new String[] {"b"}, new double[1])),
        call("tryLog", each -> each.tryLog(1, "b", 1)),
        call("register", each -> each.register(List.of("b"))),
        call("flush", each -> World.ignore(each.flush(World.MINUTE))),
        call("drain", each -> World.ignore(each.drain(Duration.ZERO))),
        call("shut", Delivery::shut),
        call("reopen", Delivery::reopen),
        call("gone", each -> each.gone(new IllegalStateException("gone"))),
        call("back", Delivery::back),
        call("account", each -> assertNotNull(each.account())),
        call("failure", Delivery::failure),
        call("isAwaited", Delivery::isAwaited),
        call("close", Delivery::close));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void othersGetInAfterwards(Consumer<Delivery> call) throws Exception {
    delivery.log(1, "a", 1);
    call.accept(delivery);
    assertOthersGetIn();
    world.advance(Duration.ofSeconds(5));
    assertOthersGetIn();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void othersGetInAfterAFailure(Consumer<Delivery> call) throws Exception {
    world.server = body -> World.fails(Verdict.Kind.PASSING);
    delivery.log(1, "a", 1);
    call.accept(delivery);
    world.advance(Duration.ofSeconds(5));
    assertOthersGetIn();
  }

  private void assertOthersGetIn() throws Exception {
    Account account =
        CompletableFuture.supplyAsync(delivery::account)
            .get(Await.MOST_MILLIS, TimeUnit.MILLISECONDS);
    assertEquals(delivery.account(), account);
  }
}
