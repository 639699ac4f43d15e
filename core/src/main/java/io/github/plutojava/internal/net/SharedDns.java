package io.github.plutojava.internal.net;

import io.github.plutojava.internal.call.CallState;
import io.github.plutojava.internal.call.DaemonThreads;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Looks hosts up on threads of its own. All calls that wait for the same host share one lookup. A
 * lookup by the operating system can take minutes, and neither an interrupt nor an OkHttp timeout
 * ends it. With this class, such a lookup goes on, but the call need not wait for it.
 *
 * <p>Two of them are equal if they wrap the same Dns, since OkHttp shares connections only between
 * clients with equal ones.
 */
public final class SharedDns implements Dns {
  private static final Executor THREADS =
      DaemonThreads.orCaller(DaemonThreads.pool("Pluto lookup"));

  private final Dns dns;
  private final Map<String, CompletableFuture<List<InetAddress>>> running =
      new ConcurrentHashMap<>();

  public SharedDns(Dns dns) {
    this.dns = dns;
  }

  @Override
  public List<InetAddress> lookup(String hostname) throws UnknownHostException {
    // Each call has a future of its own, so that canceling it does not end the lookup for others.
    CompletableFuture<List<InetAddress>> lookup = join(hostname).thenApply(found -> found);
    CallState call = CallState.current();
    if (call != null) {
      call.setLookup(lookup);
    }
    try {
      return lookup.get();
    } catch (ExecutionException e) {
      throw failure(hostname, e.getCause());
    } catch (CancellationException e) {
      throw failure(hostname, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(hostname, new InterruptedIOException("interrupted"));
    }
  }

  private CompletableFuture<List<InetAddress>> join(String hostname) {
    CompletableFuture<List<InetAddress>> mine = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> earlier = running.putIfAbsent(hostname, mine);
    if (earlier != null) {
      return earlier;
    }
    THREADS.execute(
        () -> {
          try {
            List<InetAddress> found = dns.lookup(hostname);
            if (found == null || found.isEmpty()) {
              throw new UnknownHostException(hostname);
            }
            running.remove(hostname);
            mine.complete(found);
          } catch (Throwable e) { // A user's Dns can throw anything.
            running.remove(hostname);
            mine.completeExceptionally(e);
          }
        });
    return mine;
  }

  /**
   * Returns {@code cause} as the only exception that a lookup may throw. OkHttp's own Dns wraps
   * what the JDK throws in the same way.
   */
  private static UnknownHostException failure(String hostname, @Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    UnknownHostException failure = new UnknownHostException(hostname);
    failure.initCause(cause);
    return failure;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SharedDns that && dns.equals(that.dns);
  }

  @Override
  public int hashCode() {
    return dns.hashCode();
  }
}
