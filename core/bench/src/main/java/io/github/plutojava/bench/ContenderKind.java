package io.github.plutojava.bench;

import javax.net.SocketFactory;

/** Who takes part. What each is stands in docs/performance.md. */
enum ContenderKind {
  PLUTO("pluto"),
  FLOOR_WITHOUT_POLL("floor without the poll"),
  FLOOR("floor"),
  PLAIN("plain"),
  JDK("JDK"),
  SOCKET("socket");

  private final String label;

  ContenderKind(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Loads no class of the others: a cold start would pay for it. */
  Contender create(String baseUrl) {
    return switch (this) {
      case PLUTO -> new PlutoContender(baseUrl);
      case FLOOR_WITHOUT_POLL -> new FloorContender(baseUrl, new UnpolledSocketFactory());
      case FLOOR -> new FloorContender(baseUrl, SocketFactory.getDefault());
      case PLAIN -> new PlainContender(baseUrl);
      case JDK -> new JdkContender(baseUrl);
      case SOCKET -> new SocketContender(baseUrl);
    };
  }
}
