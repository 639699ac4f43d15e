package io.github.plutojava.internal.net;

/** Tells which OkHttp is on the class path. */
public final class OkHttpVersion {
  /** Whether it is OkHttp 3, which has faults that later versions do not have. */
  public static final boolean IS_3 = isOkHttp3();

  private OkHttpVersion() {}

  private static boolean isOkHttp3() {
    try {
      // From version 4 on, OkHttp has this class, which holds its version. Shrinkers understand a
      // constant name: they keep the class, or compute the result.
      Class.forName("okhttp3.OkHttp");
      return false;
    } catch (ClassNotFoundException e) {
      return true;
    }
  }
}
