package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.Failures;
import io.github.plutojava.testing.ServerTest;
import io.github.plutojava.testing.Style;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A ProxySelector or Dns of the user's that throws: the call fails, and says which it was. */
class UsersLookupsTest extends ServerTest {
  private static Dns failing(Throwable failure) {
    return host -> {
      throw asUnchecked(failure);
    };
  }

  private static RuntimeException asUnchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  private static final class Selector extends ProxySelector {
    private final Throwable failure;
    private final Proxy proxy;

    private Selector(Throwable failure, Proxy proxy) {
      this.failure = failure;
      this.proxy = proxy;
    }

    /** Throws when it is asked. */
    static Selector failing(Throwable failure) {
      return new Selector(failure, null);
    }

    /** Throws when it is told that its proxy could not be reached. */
    static Selector failingWhenTold(Throwable failure, Proxy proxy) {
      return new Selector(failure, proxy);
    }

    @Override
    public List<Proxy> select(URI uri) {
      if (proxy == null) {
        throw asUnchecked(failure);
      }
      return List.of(proxy, Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException told) {
      throw asUnchecked(failure);
    }
  }

  private PlutoClient client(OkHttpClient.Builder http) {
    return closeLater(builder().httpClient(http.build()).build());
  }

  private PlutoClient client(ProxySelector selector) {
    return client(new OkHttpClient.Builder().proxySelector(selector));
  }

  private PlutoClient client(Dns dns) {
    return client(new OkHttpClient.Builder().dns(dns));
  }

  @ParameterizedTest
  @EnumSource
  void aProxySelectorThatThrowsIsNamed(Style style) {
    RuntimeException bug = new IllegalStateException("bug");
    PlutoTransportException e =
        assertInstanceOf(
            PlutoTransportException.class, Failures.of(style, client(Selector.failing(bug))));
    assertEquals(
        "could not resume the run with display ID 'MMP-1': the ProxySelector failed:"
            + " java.lang.IllegalStateException: bug; check the ProxySelector of the OkHttpClient"
            + " or the JVM (after 3 attempts)",
        e.getMessage());
    assertSame(bug, e.getCause().getCause().getCause());
    assertFalse(e.timedOut());
    assertEquals(0, sockets.accepted());
  }

  @ParameterizedTest
  @EnumSource
  void aDnsThatThrowsIsNamed(Style style) {
    RuntimeException bug = new IllegalStateException("bug");
    PlutoTransportException e =
        assertInstanceOf(PlutoTransportException.class, Failures.of(style, client(failing(bug))));
    assertEquals(
        "could not resume the run with display ID 'MMP-1': the Dns of the OkHttpClient failed for"
            + " the host localhost: java.lang.IllegalStateException: bug (after 3 attempts)",
        e.getMessage());
    assertSame(bug, e.getCause().getCause());
    assertFalse(e.timedOut());
    assertEquals(0, sockets.accepted());
  }

  @ParameterizedTest
  @EnumSource
  void anErrorOfEitherReachesTheCaller(Style style) {
    for (Error error : List.of(new NoClassDefFoundError("x"), new AssertionError("mine"))) {
      assertSame(error, Failures.of(style, client(Selector.failing(error))));
      assertSame(error, Failures.of(style, client(failing(error))));
    }
    assertEquals(0, sockets.accepted());
    assertEquals(List.of(), time.waits());
  }

  @ParameterizedTest
  @EnumSource
  void theKeyStandsInNoMessageOfASelector(Style style) {
    RuntimeException bug = new IllegalStateException("bad " + KEY);

    Throwable e = Failures.of(style, client(Selector.failing(bug)));
    assertInstanceOf(PlutoTransportException.class, e);
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      assertFalse(cause.toString().contains(KEY), cause.toString());
    }
    assertTrue(e.getMessage().contains("bad ██"), e.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void aSelectorThatThrowsWhenToldOfAFailureHarmsNothing(Style style) {
    enqueue(Answers.run1());
    Proxy dead =
        new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    RuntimeException bug = new IllegalStateException("bug");
    PlutoClient client = client(Selector.failingWhenTold(bug, dead));
    assertEquals(1, style.resume(client, MMP_1).runId());
    assertEquals(1, server.getRequestCount());
    assertEquals(List.of(), time.waits());
  }
}
