package io.github.plutojava.internal.call;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** What is known about one attempt, above all about its connection. */
public final class Attempt {
  private final @Nullable Call call;
  private volatile @Nullable Connection connection;
  private volatile boolean connected;
  private volatile boolean reused;
  private volatile boolean hasReceived;
  private volatile boolean needsNewConnection;
  private volatile boolean keepsConnection = true;
  private volatile int hiddenStatus;

  /** Makes an attempt. Without a call, it stands for one that was not made. */
  Attempt(@Nullable Call call) {
    this.call = call;
  }

  void cancel() {
    if (call != null) {
      call.cancel();
    }
  }

  boolean isCanceled() {
    return call != null && call.isCanceled();
  }

  public void setConnection(@Nullable Connection connection) {
    this.connection = connection;
    keepsConnection = true;
  }

  /** Returns the connection, or null if there is none yet. */
  public @Nullable Connection connection() {
    return connection;
  }

  /**
   * Notes that the request is about to be sent, and whether the connection has already served
   * another one.
   */
  public void setConnected(boolean reused) {
    connected = true;
    this.reused = reused;
  }

  /** Returns whether the request may have arrived. */
  public boolean isConnected() {
    return connected;
  }

  /**
   * Notes that the server has answered. If the connection breaks from now on, its age is not the
   * reason.
   */
  public void setAnswerBegun() {
    reused = false;
  }

  /**
   * Returns whether the connection had served another request before, and no answer has come yet.
   */
  public boolean isReused() {
    return reused;
  }

  /** Notes whether anything was received, as far as our sockets can tell. */
  public void setHasReceived(boolean hasReceived) {
    this.hasReceived = hasReceived;
  }

  public boolean hasReceived() {
    return hasReceived;
  }

  /** Asks for a connection that has served no request yet. */
  public void setNeedsNewConnection() {
    needsNewConnection = true;
  }

  public boolean needsNewConnection() {
    return needsNewConnection;
  }

  /** Notes that the connection must not serve another request. */
  public void setConnectionEnds() {
    keepsConnection = false;
  }

  public boolean keepsConnection() {
    return keepsConnection;
  }

  /**
   * Closes the connection, so that OkHttp finds it closed when the next call takes it. An HTTP/2
   * connection stays open, since it keeps its requests apart.
   */
  public void closeConnection() {
    Connection connection = this.connection;
    if (connection != null && isHttp1(connection)) {
      try {
        connection.socket().close();
      } catch (IOException e) { // It is closed all the same.
      }
    }
  }

  public static boolean isHttp1(Connection connection) {
    return connection.protocol() == Protocol.HTTP_1_1 || connection.protocol() == Protocol.HTTP_1_0;
  }

  /** Sets the status that OkHttp must not see, or 0 for none. */
  public void setHiddenStatus(int status) {
    hiddenStatus = status;
  }

  public int hiddenStatus() {
    return hiddenStatus;
  }
}
