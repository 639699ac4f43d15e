package io.github.plutojava.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.plutojava.examples.Programs.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import okhttp3.mockwebserver.SocketPolicy;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Those of docs/recipes.md that set up the JVM, or need certificates: each runs in a JVM of its
 * own.
 */
class RecipesForTheJvmTest {
  private static final String PAGE = "docs/recipes.md";

  private static final MockResponse RESUMED =
      new MockResponse()
          .setHeader("Content-Type", "application/json")
          .setBody(
              """
              {"runId":1,"number":1,"displayId":"MMP-1","projectName":"my-ml-project",
              "organizationSlug":"acme","url":"https://pluto.trainy.ai/o/acme/projects/p/UkLWZ",
              "resumed":true}
              """);

  private static final String RESUME =
      """
      try (PlutoClient client = PlutoClient.fromEnvironment()) {
        System.out.println(client.runs().resume(ResumeTarget.byId(1)).displayId());
      }
      """;

  @TempDir Path folder;

  private final HeldCertificate root =
      new HeldCertificate.Builder().certificateAuthority(0).build();

  private final HeldCertificate site =
      new HeldCertificate.Builder()
          .signedBy(root)
          .commonName("pluto.test")
          .addSubjectAlternativeName("pluto.test")
          .addSubjectAlternativeName("localhost")
          .build();

  private Result java(Snippet snippet, Map<String, String> environment, List<String> options)
      throws Exception {
    assertEquals(List.of(), snippet.errors(folder));
    return Programs.java(
        folder, environment, options, Snippet.classPath(folder), "Block", List.of());
  }

  /** The options of a command line of the page. */
  private static List<String> options(String heading, int n) throws IOException {
    return List.of(command(heading, n).strip().split(" ")).stream()
        .filter(word -> word.startsWith("-D"))
        .toList();
  }

  private static String command(String heading, int n) throws IOException {
    String block = Snippet.section(PAGE, heading).split("```sh\n", -1)[n];
    return block.substring(0, block.indexOf("```"));
  }

  @Test
  void theLibrarysWarningsGoToSlf4j() throws Exception {
    try (EmbeddedPluto server = EmbeddedPluto.start()) {
      server.answerNext(EmbeddedPluto.METRICS, new MockResponse().setResponseCode(503));
      Snippet program =
          Snippet.of(PAGE, "Log to SLF4J", 1)
              .then(
                  """
                  try (PlutoClient client = PlutoClient.fromEnvironment();
                      ActiveRun open = client.resume(ResumeTarget.byId(1))) {
                    open.log(1, "a", 1);
                    open.finish();
                  }
                  """);
      Result result = java(program, Programs.environment(server), List.of());
      assertEquals(0, result.status(), result.err());
      String warning = "[Pluto problem] WARN io.github.plutojava - could not log a point to";
      assertTrue(result.err().startsWith(warning), result.err());
    }
  }

  @Test
  void aLoggerIsToldOfEachProblem() throws Exception {
    try (EmbeddedPluto server = EmbeddedPluto.start()) {
      Snippet program =
          Snippet.of(PAGE, "Log to SLF4J", 2)
              .with("pluto.resume", "PlutoClient.fromEnvironment().resume")
              .then(
                  """
                  open.log(1, "a", 1);
                  open.flush();
                  """);
      server.answerNext(EmbeddedPluto.METRICS, new MockResponse().setResponseCode(503));
      Result result = java(program, Programs.environment(server), List.of());
      assertEquals(0, result.status(), result.err());
      String warning = "[Pluto problem] WARN evaluation - could not log a point to";
      assertTrue(result.err().startsWith(warning), result.err());
    }
  }

  /** Runs what a shell would. */
  private void addToTrustStore() throws Exception {
    Files.writeString(folder.resolve("company-root.pem"), root.certificatePem());
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-euc", command("A company's certificates", 1))
            .directory(folder.toFile());
    String home = System.getProperty("java.home");
    shell.environment().put("JAVA_HOME", home);
    shell.environment().merge("PATH", home + "/bin:", (path, bin) -> bin + path);
    Result result = Programs.run(shell, 60);
    assertEquals(0, result.status(), result.err());
  }

  /** Resumes a run at https://pluto.test through a proxy, and returns what was sent to connect. */
  private RecordedRequest throughProxy(Snippet program, boolean isOfTheJvm) throws Exception {
    addToTrustStore();
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder().heldCertificate(site).build();
    try (MockWebServer proxy = new MockWebServer()) {
      proxy.useHttps(certificates.sslSocketFactory(), true); // after a CONNECT
      proxy.enqueue(
          new MockResponse().clearHeaders().setSocketPolicy(SocketPolicy.UPGRADE_TO_SSL_AT_END));
      proxy.enqueue(RESUMED);
      proxy.start(InetAddress.getLoopbackAddress(), 0);

      List<String> options = new ArrayList<>(options("A company's certificates", 2));
      assertEquals(2, options.size());
      String port = String.valueOf(proxy.getPort());
      for (String option : options("Behind a proxy", 1)) {
        options.add(option.replace("proxy.example", "127.0.0.1").replace("8080", port));
      }
      assertEquals(4, options.size());
      Map<String, String> environment =
          Map.of("PLUTO_API_KEY", EmbeddedPluto.VALID_KEY, "PLUTO_URL_API", "https://pluto.test");

      assertEquals(
          new Result(0, "MMP-1\n", ""),
          java(
              isOfTheJvm
                  ? program
                  : program.with("\"proxy.example\", 8080", "\"127.0.0.1\", " + port),
              environment,
              isOfTheJvm ? options : options.subList(0, 2)));
      RecordedRequest connect = proxy.takeRequest();
      assertEquals("CONNECT pluto.test:443 HTTP/1.1", connect.getRequestLine());
      assertNull(connect.getHeader("Authorization"));
      assertEquals("/api/runs/resume", proxy.takeRequest().getPath());
      return connect;
    }
  }

  @Test
  void goesThroughTheProxyOfTheJvmAndTrustsTheCompany() throws Exception {
    assertNull(throughProxy(new Snippet(RESUME), true).getHeader("Proxy-Authorization"));
  }

  private static Snippet withPassword() throws IOException {
    return Snippet.of(PAGE, "Behind a proxy", 1)
        .then(RESUME.replace("PlutoClient.fromEnvironment()", "behindProxy"));
  }

  @Test
  void tellsTheProxyThatItNamesAPassword() throws Exception {
    assertEquals(
        Credentials.basic("user", "password"),
        throughProxy(withPassword(), false).getHeader("Proxy-Authorization"));
  }

  @Test
  void tellsTheProxyOfTheJvmAPassword() throws Exception {
    Snippet unnamed =
        withPassword()
            .with(
                ".proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(\"proxy.example\", 8080)))",
                "");
    assertEquals(
        Credentials.basic("user", "password"),
        throughProxy(unnamed, true).getHeader("Proxy-Authorization"));
  }

  /** Prints which of OkHttp's threads keep the JVM alive, and ends it. */
  private static final String THREADS =
      """
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> !thread.isDaemon())
          .map(Thread::getName)
          .filter(name -> name.startsWith("OkHttp"))
          .forEach(System.out::println);
      System.exit(0);
      """;

  @Test
  void trustsTheCompanyAndShowsItsOwnCertificateInCode() throws Exception {
    assertEquals(new Result(0, "MMP-1\n", ""), inTheCompany("", ""));
  }

  @Test
  void theJvmWouldNotEndOverHttp2() throws Exception {
    Result result = inTheCompany(".protocols(List.of(Protocol.HTTP_1_1))", "");
    assertTrue(result.out().startsWith("MMP-1\nOkHttp localhost"), result.out());
  }

  private Result inTheCompany(String shown, String here) throws Exception {
    HeldCertificate own = new HeldCertificate.Builder().signedBy(root).commonName("client").build();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "changeit".toCharArray();
    store.setKeyEntry(
        "own", own.keyPair().getPrivate(), password, new Certificate[] {own.certificate()});
    try (OutputStream file = Files.newOutputStream(folder.resolve("client.p12"))) {
      store.store(file, password);
    }
    Files.writeString(folder.resolve("company-root.pem"), root.certificatePem());
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(site)
            .addTrustedCertificate(root.certificate())
            .build();
    try (MockWebServer server = new MockWebServer()) {
      server.useHttps(certificates.sslSocketFactory(), false);
      server.requireClientAuth();
      server.enqueue(RESUMED);
      server.start(InetAddress.getLoopbackAddress(), 0);
      Snippet program =
          Snippet.of(PAGE, "A company's certificates", 1)
              .with(shown, here)
              .then(RESUME.replace("PlutoClient.fromEnvironment()", "inTheCompany") + THREADS);
      Map<String, String> environment =
          Map.of(
              "PLUTO_API_KEY",
              EmbeddedPluto.VALID_KEY,
              "PLUTO_URL_API",
              "https://localhost:" + server.getPort());

      Result result = java(program, environment, List.of());
      assertEquals("CN=client", server.takeRequest().getHandshake().peerPrincipal().getName());
      return result;
    }
  }
}
