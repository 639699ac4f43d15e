package io.github.plutojava.internal.net;

import io.github.plutojava.internal.call.CallState;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;

/**
 * Asks a ProxySelector for the proxies of a call, and notes the first, so that messages can name
 * it. If the selector throws, the call fails, and the message says why.
 *
 * <p>Two of them are equal if they wrap the same selector, since OkHttp shares connections only
 * between clients with equal selectors.
 */
public final class ProxyChoice extends ProxySelector {
  private final ProxySelector selector;

  public ProxyChoice(ProxySelector selector) {
    this.selector = selector;
  }

  @Override
  public List<Proxy> select(URI uri) {
    List<Proxy> proxies;
    try {
      proxies = selector.select(uri);
    } catch (RuntimeException e) {
      throw new FailedException(e);
    }
    CallState call = CallState.current();
    if (call != null && proxies != null) {
      for (Proxy proxy : proxies) {
        if (proxy.type() != Proxy.Type.DIRECT) {
          call.setProxy(proxy);
          break;
        }
      }
    }
    return proxies;
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    try {
      selector.connectFailed(uri, address, failure);
    } catch (RuntimeException e) { // The selector was only told; the call's failure says more.
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProxyChoice that && selector.equals(that.selector);
  }

  @Override
  public int hashCode() {
    return selector.hashCode();
  }

  /** The selector threw. The message continues one that begins with "could not resume …: ". */
  public static final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedException(RuntimeException cause) {
      super("the ProxySelector failed: " + cause, cause);
    }
  }
}
