package io.github.plutojava.internal.delivery;

/**
 * The lines of one request. They lie in an array that the next request uses again, so they are
 * valid until {@link Carrier#send} returns. Until then they can be written as often as needed.
 */
public final class Body {
  /** What asks whether the server takes anything at all. */
  static final Body PROBE = new Body(new byte[0], 0, 0, 0);

  private final byte[] bytes;
  private final int length;
  private final int points;
  private final int lines;

  Body(byte[] bytes, int length, int points, int lines) {
    this.bytes = bytes;
    this.length = length;
    this.points = points;
    this.lines = lines;
  }

  /** Returns the array that has the lines in its first {@link #length} bytes; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Returns how many bytes the lines take. */
  public int length() {
    return length;
  }

  /** Returns how many points the lines hold: what the server calls records. */
  public int points() {
    return points;
  }

  public int lines() {
    return lines;
  }
}
