package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A client's socket on a channel, for what a plain one cannot do:
 *
 * <ul>
 *   <li>an interrupt ends what it does, where a plain one goes on until its timeout;
 *   <li>a read with the shortest timeout, 1 ms, does not wait at all. OkHttp 3.14 makes one on a
 *       pooled connection before each POST, and {@link OneRequest} before other requests, to see
 *       whether the server has closed it. On an open one, that takes 1.1 ms on a plain socket, far
 *       longer than a call on a fast network.
 * </ul>
 */
final class ChannelSocketImpl extends SocketImpl {
  static final int SHORTEST_TIMEOUT = 1;

  private @Nullable SocketChannel channel;

  private SocketChannel channel() {
    return requireNonNull(channel, "set by create");
  }

  /** Returns the JDK's own socket on the channel, which does the work. */
  private Socket socket() {
    return channel().socket();
  }

  @Override
  protected void create(boolean stream) throws IOException {
    channel = SocketChannel.open();
  }

  @Override
  protected void connect(SocketAddress remote, int timeout) throws IOException {
    socket().connect(remote, timeout);
    InetSocketAddress connected = (InetSocketAddress) remote;
    address = connected.getAddress();
    port = connected.getPort();
    localport = socket().getLocalPort();
  }

  @Override
  protected void connect(String host, int port) throws IOException {
    connect(new InetSocketAddress(host, port), 0);
  }

  @Override
  protected void connect(InetAddress host, int port) throws IOException {
    connect(new InetSocketAddress(host, port), 0);
  }

  @Override
  protected void bind(InetAddress host, int port) throws IOException {
    socket().bind(new InetSocketAddress(host, port));
    localport = socket().getLocalPort();
  }

  @Override
  protected void listen(int backlog) throws IOException {
    throw new SocketException("it is a client's");
  }

  @Override
  protected void accept(SocketImpl other) throws IOException {
    throw new SocketException("it is a client's");
  }

  @Override
  protected InputStream getInputStream() throws IOException {
    return new FilterInputStream(socket().getInputStream()) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return socket().getSoTimeout() == SHORTEST_TIMEOUT
            ? readNow(ByteBuffer.wrap(bytes, offset, length))
            : super.read(bytes, offset, length);
      }

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : one[0] & 0xff;
      }
    };
  }

  private int readNow(ByteBuffer bytes) throws IOException {
    SocketChannel channel = channel();
    synchronized (channel.blockingLock()) {
      channel.configureBlocking(false);
      try {
        int count = channel.read(bytes);
        if (count == 0 && bytes.hasRemaining()) {
          throw new NothingToReadException();
        }
        return count;
      } finally {
        channel.configureBlocking(true);
      }
    }
  }

  @Override
  protected OutputStream getOutputStream() throws IOException {
    return socket().getOutputStream();
  }

  @Override
  protected int available() throws IOException {
    return socket().getInputStream().available();
  }

  @Override
  protected void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  @Override
  protected void shutdownInput() throws IOException {
    socket().shutdownInput();
  }

  @Override
  protected void shutdownOutput() throws IOException {
    socket().shutdownOutput();
  }

  @Override
  protected void sendUrgentData(int data) throws IOException {
    socket().sendUrgentData(data);
  }

  @Override
  public void setOption(int option, Object value) throws SocketException {
    Socket socket = socket();
    switch (option) {
      case SocketOptions.SO_TIMEOUT -> socket.setSoTimeout((Integer) value);
      case SocketOptions.TCP_NODELAY -> socket.setTcpNoDelay((Boolean) value);
      case SocketOptions.SO_KEEPALIVE -> socket.setKeepAlive((Boolean) value);
      case SocketOptions.SO_OOBINLINE -> socket.setOOBInline((Boolean) value);
      case SocketOptions.SO_REUSEADDR -> socket.setReuseAddress((Boolean) value);
      case SocketOptions.SO_RCVBUF -> socket.setReceiveBufferSize((Integer) value);
      case SocketOptions.SO_SNDBUF -> socket.setSendBufferSize((Integer) value);
      case SocketOptions.IP_TOS -> socket.setTrafficClass((Integer) value);
      case SocketOptions.SO_LINGER ->
          socket.setSoLinger(value instanceof Integer, value instanceof Integer s ? s : 0);
      default -> throw new SocketException("no such option: " + option);
    }
  }

  @Override
  public Object getOption(int option) throws SocketException {
    Socket socket = socket();
    return switch (option) {
      case SocketOptions.SO_TIMEOUT -> socket.getSoTimeout();
      case SocketOptions.TCP_NODELAY -> socket.getTcpNoDelay();
      case SocketOptions.SO_KEEPALIVE -> socket.getKeepAlive();
      case SocketOptions.SO_OOBINLINE -> socket.getOOBInline();
      case SocketOptions.SO_REUSEADDR -> socket.getReuseAddress();
      case SocketOptions.SO_RCVBUF -> socket.getReceiveBufferSize();
      case SocketOptions.SO_SNDBUF -> socket.getSendBufferSize();
      case SocketOptions.IP_TOS -> socket.getTrafficClass();
      case SocketOptions.SO_LINGER -> socket.getSoLinger();
      case SocketOptions.SO_BINDADDR -> socket.getLocalAddress();
      default -> throw new SocketException("no such option: " + option);
    };
  }

  /** Not worth a stack trace: it comes before almost every request. */
  private static final class NothingToReadException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
