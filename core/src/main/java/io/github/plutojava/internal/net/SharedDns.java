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
 * Looks hosts up on threads of its own, one for all calls that wait for the same host. A lookup of
 * the operating system's can take minutes, and neither an interrupt nor a timeout of OkHttp's ends
 * it; here the call at least does not wait.
 *
 * <p>Equal to another one of the same Dns: OkHttp shares connections only among such clients.
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
    // A future of the call's own, since canceling it is not to end the lookup for others.
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
          } catch (Throwable e) { // Also of a Dns that the user wrote.
            running.remove(hostname);
            mine.completeExceptionally(e);
          }
        });
    return mine;
  }

  /** The only exception that a lookup may throw. OkHttp makes one of what the JDK throws, too. */
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
