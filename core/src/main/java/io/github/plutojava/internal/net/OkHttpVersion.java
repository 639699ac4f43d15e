package io.github.plutojava.internal.net;

/** Which OkHttp there is. */
public final class OkHttpVersion {
  /** Whether it is OkHttp 3, which has faults of its own. */
  public static final boolean IS_3 = isOkHttp3();

  private OkHttpVersion() {}

  private static boolean isOkHttp3() {
    try {
      // It has the version, from OkHttp 4 on. Shrinkers understand a constant name: they keep the
      // class, or compute the result.
      Class.forName("okhttp3.OkHttp");
      return false;
    } catch (ClassNotFoundException e) {
      return true;
    }
  }
}
