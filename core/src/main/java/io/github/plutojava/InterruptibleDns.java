package io.github.plutojava;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Looks hosts up on a thread of its own. A lookup of the operating system's can take minutes, and
 * neither an interrupt nor a timeout of OkHttp's ends it; here the call at least does not wait.
 *
 * <p>Equal to another one of the same Dns: OkHttp shares connections only among such clients.
 *
 * @param dns does the lookup
 */
record InterruptibleDns(Dns dns) implements Dns {
  private static final Executor THREADS = DaemonThreads.pool("Pluto lookup");

  @Override
  public List<InetAddress> lookup(String hostname) throws UnknownHostException {
    FutureTask<List<InetAddress>> lookup = new FutureTask<>(() -> dns.lookup(hostname));
    CallState call = CallState.current();
    if (call != null) {
      call.setLookup(lookup);
    }
    THREADS.execute(lookup);
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

  // Written out, since a record's own are made at run time, which a first call would wait for.

  @Override
  public boolean equals(Object other) {
    return other instanceof InterruptibleDns that && dns.equals(that.dns);
  }

  @Override
  public int hashCode() {
    return dns.hashCode();
  }

  /** The only exception that a lookup may throw. OkHttp makes one of what the JDK throws, too. */
  private static UnknownHostException failure(String hostname, @Nullable Throwable cause) {
    UnknownHostException failure = new UnknownHostException(hostname);
    failure.initCause(cause);
    return failure;
  }
}
