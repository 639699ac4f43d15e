package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.CallsInFlight;
import io.github.plutojava.internal.net.HttpSocket;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.CallStates;
import io.github.plutojava.testing.NumberedServer;
import io.github.plutojava.testing.ServerTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Ends that come at moments at which OkHttp 3.14 or the timer could lose them. */
class LateCancelTest extends ServerTest {
  /** Makes plain sockets, and waits before it gives one. */
  private static final class SlowSocketFactory extends javax.net.SocketFactory {
    final CountDownLatch isAsked = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public Socket createSocket() throws IOException {
      isAsked.countDown();
      try {
        assertTrue(goOn.await(10, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return new Socket();
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new AssertionError("not asked by OkHttp");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new AssertionError("not asked by OkHttp");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new AssertionError("not asked by OkHttp");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new AssertionError("not asked by OkHttp");
    }
  }

  @Test
  void aCallThatIsCanceledBeforeItHasASocketSendsNothing() throws Exception {
    enqueue(Answers.run1());
    SlowSocketFactory sockets = new SlowSocketFactory();
    OkHttpClient http = new OkHttpClient.Builder().socketFactory(sockets).build();
    PlutoClient client = closeLater(builder().httpClient(http).build());
    CompletableFuture<ResumedRun> future = client.runs().resumeAsync(MMP_1);
    assertTrue(sockets.isAsked.await(5, TimeUnit.SECONDS));
    future.cancel(true);
    sockets.goOn.countDown();
    NumberedServer.await("the call's end", () -> http.dispatcher().runningCallsCount() == 0);
    assertEquals(0, server.getRequestCount());
    assertEquals(1, client.runs().resume(MMP_1).runId());
  }

  @Test
  void aSocketDoesNotConnectForACanceledCall() throws Exception {
    CallState call = CallStates.any();
    call.cancel();
    CallState.setCurrent(call);
    try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Socket socket = new HttpSocket()) {
      InetSocketAddress address = (InetSocketAddress) listening.getLocalSocketAddress();
      assertThrows(SocketException.class, () -> socket.connect(address, 1000));
    } finally {
      CallState.setCurrent(null);
    }
  }

  @Test
  void aCallOnAnInterruptedThreadLeavesTheConnectionsOfOthers() throws Exception {
    enqueue(Answers.run1(), Answers.run1());
    PlutoClient client = client();
    client.runs().resume(MMP_1);
    Thread.currentThread().interrupt();
    assertThrows(PlutoTransportException.class, () -> client.runs().resume(MMP_1));
    assertTrue(Thread.interrupted());
    client.runs().resume(MMP_1);
    assertEquals(0, takeRequest().getSequenceNumber());
    assertEquals(1, takeRequest().getSequenceNumber()); // The same connection.
  }

  @Test
  void theTimerLooksOnceForAllCalls() {
    CallsInFlight inFlight = new CallsInFlight(System::nanoTime);
    ScheduledThreadPoolExecutor timer = (ScheduledThreadPoolExecutor) inFlight.timer();
    inFlight.add(CallStates.any(), CallsInFlight.NOTHING);
    for (int i = 0; i < 10; i++) {
      CallState sync = CallStates.any();
      sync.setCaller(Thread.currentThread());
      inFlight.add(sync, CallsInFlight.NOTHING);
      inFlight.remove(sync);
      assertTrue(timer.getQueue().size() <= 1, "" + timer.getQueue());
    }
    inFlight.close();
  }
}
