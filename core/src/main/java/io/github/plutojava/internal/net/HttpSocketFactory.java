package io.github.plutojava.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes {@link HttpSocket}s. OkHttp connects sockets itself, and so calls only the method without
 * arguments. For a SOCKS proxy, OkHttp makes a plain socket without asking any factory.
 *
 * <p>All instances are equal, since OkHttp shares connections only between clients with equal
 * factories.
 */
public final class HttpSocketFactory extends SocketFactory {
  /** Returns {@code factory} if it is the user's own, else one that makes {@link HttpSocket}s. */
  public static SocketFactory inPlaceOf(SocketFactory factory) {
    return factory.equals(getDefault()) ? new HttpSocketFactory() : factory;
  }

  @Override
  public Socket createSocket() throws IOException {
    return new HttpSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return getDefault().createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return getDefault().createSocket(host, port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return getDefault().createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return getDefault().createSocket(host, port, localHost, localPort);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HttpSocketFactory;
  }

  @Override
  public int hashCode() {
    return HttpSocketFactory.class.hashCode();
  }
}
