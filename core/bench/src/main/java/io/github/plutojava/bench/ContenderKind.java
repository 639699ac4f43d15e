package io.github.plutojava.bench;

import java.util.List;
import javax.net.SocketFactory;

/** Who takes part. What each is stands in docs/performance.md. */
enum ContenderKind {
  PLUTO("pluto"),
  ANNOTATED("annotated interface"),
  QUEUE("queue"),
  FLOOR_WITHOUT_POLL("floor without the poll"),
  FLOOR("floor"),
  PLAIN("plain"),
  ONE_A_CALL("one point a call"),
  JDK("JDK"),
  SOCKET("socket");

  /** Those that resume. */
  static final List<ContenderKind> CALLERS =
      List.of(PLUTO, FLOOR_WITHOUT_POLL, FLOOR, PLAIN, JDK, SOCKET);

  private final String label;

  ContenderKind(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Returns one that resumes. Loads no class of the others: a cold start would pay for it. */
  Contender create(String baseUrl) {
    return switch (this) {
      case PLUTO -> new PlutoContender(baseUrl);
      case FLOOR_WITHOUT_POLL -> new FloorContender(baseUrl, new UnpolledSocketFactory());
      case FLOOR -> new FloorContender(baseUrl, SocketFactory.getDefault());
      case PLAIN -> new PlainContender(baseUrl);
      case JDK -> new JdkContender(baseUrl);
      case SOCKET -> new SocketContender(baseUrl);
      case ANNOTATED, QUEUE, ONE_A_CALL ->
          throw new IllegalArgumentException(label + " does not resume");
    };
  }
}
