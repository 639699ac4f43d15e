package io.github.plutojava.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.plutojava.Idempotent;
import io.github.plutojava.PlutoClient;
import io.github.plutojava.ResumeTarget;
import io.github.plutojava.RetryPolicy;
import io.github.plutojava.internal.call.DaemonThreads;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ServerSocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.HEAD;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Path;

/**
 * A server whose answer to a request bears the number that the request asks for, so that a test
 * sees whose answer a call got. It serves many connections at once, does to each what the test
 * says, and records the requests.
 */
public final class NumberedServer implements AutoCloseable {
  /** What to do to a connection, which is closed afterwards. */
  public interface Behaviour {
    void serve(Connection connection) throws Exception;
  }

  /** Answers all requests as it should. */
  public static final Behaviour RIGHT = Connection::answerAll;

  public record Thing(long id) {}

  /** A service of the user's own. */
  public interface Things {
    @GET("things/{id}")
    Thing get(@Path("id") long id);

    @GET("things/{id}")
    CompletableFuture<Thing> getAsync(@Path("id") long id);

    @PUT("things/{id}")
    Thing put(@Path("id") long id, @Body RequestBody body);

    @PUT("things/{id}")
    CompletableFuture<Thing> putAsync(@Path("id") long id, @Body RequestBody body);

    @POST("things/{id}")
    Thing post(@Path("id") long id, @Body RequestBody body);

    @POST("things/{id}")
    CompletableFuture<Thing> postAsync(@Path("id") long id, @Body RequestBody body);

    @Idempotent
    @POST("things/{id}")
    Thing postAgain(@Path("id") long id, @Body RequestBody body);

    @Idempotent
    @POST("things/{id}")
    CompletableFuture<Thing> postAgainAsync(@Path("id") long id, @Body RequestBody body);

    @DELETE("things/{id}")
    Void delete(@Path("id") long id);

    @HEAD("things/{id}")
    Void head(@Path("id") long id);
  }

  /** The ways to ask for a number by a request that may be sent again. */
  public enum Asking {
    RESUME {
      @Override
      public long ask(PlutoClient client, long number) {
        return client.runs().resume(target(number)).runId();
      }
    },
    RESUME_ASYNC {
      @Override
      public long ask(PlutoClient client, long number) {
        return join(client.runs().resumeAsync(target(number))).runId();
      }
    },
    GET {
      @Override
      public long ask(PlutoClient client, long number) {
        return client.create(Things.class).get(number).id();
      }
    },
    GET_ASYNC {
      @Override
      public long ask(PlutoClient client, long number) {
        return join(client.create(Things.class).getAsync(number)).id();
      }
    },
    PUT {
      @Override
      public long ask(PlutoClient client, long number) {
        return client.create(Things.class).put(number, body()).id();
      }
    },
    PUT_ASYNC {
      @Override
      public long ask(PlutoClient client, long number) {
        return join(client.create(Things.class).putAsync(number, body())).id();
      }
    },
    IDEMPOTENT_POST {
      @Override
      public long ask(PlutoClient client, long number) {
        return client.create(Things.class).postAgain(number, body()).id();
      }
    },
    IDEMPOTENT_POST_ASYNC {
      @Override
      public long ask(PlutoClient client, long number) {
        return join(client.create(Things.class).postAgainAsync(number, body())).id();
      }
    };

    public static final List<Asking> RESUME_AND_GET = List.of(RESUME, RESUME_ASYNC, GET, GET_ASYNC);

    public abstract long ask(PlutoClient client, long number);

    private static RequestBody body() {
      return RequestBody.create(null, "some");
    }
  }

  /** An external ID: the library cannot check the answer, so only the number says whose it is. */
  public static ResumeTarget target(long number) {
    return ResumeTarget.byExternalId("ext-" + number).inProject("my-ml-project");
  }

  /** Posts, not to be sent again. */
  public static long post(Style style, PlutoClient client, long number, RequestBody body) {
    Things things = client.create(Things.class);
    return style == Style.SYNC
        ? things.post(number, body).id()
        : join(things.postAsync(number, body)).id();
  }

  public static long put(Style style, PlutoClient client, long number, RequestBody body) {
    Things things = client.create(Things.class);
    return style == Style.SYNC
        ? things.put(number, body).id()
        : join(things.putAsync(number, body)).id();
  }

  /** Waits, and throws what a synchronous call would. */
  public static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  public static void assertOwnAnswers(PlutoClient client, Asking asking, long... numbers) {
    for (long number : numbers) {
      assertEquals(number, asking.ask(client, number), "another call's answer");
    }
  }

  public static void await(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain: " + what);
      }
      LockSupport.parkNanos(200_000);
    }
  }

  /** A request that came whole. */
  public record Request(String head, String body, int connection) {
    public String line() {
      return head.lines().findFirst().orElseThrow();
    }

    /** Returns the header, or an empty text. */
    public String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return head.lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).trim())
          .findFirst()
          .orElse("");
    }

    /** Returns the length of the body, as the head says it. */
    public int length() {
      String length = header("Content-Length");
      return length.isEmpty() ? 0 : Integer.parseInt(length);
    }

    public boolean isResume() {
      return line().contains("/api/runs/resume ");
    }

    public long number() {
      String text = isResume() ? body : line().replace("HTTP/1.1", "");
      return Long.parseLong(text.replaceAll("\\D", ""));
    }

    /** The body of the right answer. */
    public String thing() {
      return isResume()
          ? Answers.RUN_1.replace("\"runId\":1,", "\"runId\":" + number() + ",")
          : "{\"id\":" + number() + "}";
    }

    public String rightAnswer(String... headers) {
      return answer("HTTP/1.1 200 OK", thing(), headers);
    }
  }

  public static String answer(String statusLine, String body, String... headers) {
    StringBuilder answer = new StringBuilder(statusLine + "\r\n");
    for (String header : headers) {
      answer.append(header).append("\r\n");
    }
    return answer + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  public static String error(int status, String error, String... headers) {
    return answer("HTTP/1.1 " + status + " X", "{\"error\":\"" + error + "\"}", headers);
  }

  /** One accepted connection. */
  public static final class Connection {
    /** From 1, in the order in which they were accepted. */
    public final int number;

    private final NumberedServer server;
    private final Socket socket;
    private final InputStream in;

    Connection(NumberedServer server, Socket socket, int number) throws IOException {
      this.server = server;
      this.socket = socket;
      this.number = number;
      in = new BufferedInputStream(socket.getInputStream());
    }

    /** Returns the next request, which is recorded. */
    public Request read() throws IOException {
      Request empty = readHead();
      byte[] body;
      if (empty.header("Transfer-Encoding").isEmpty()) {
        body = read(empty.length());
      } else {
        body = readChunks();
      }
      Request request =
          new Request(empty.head, new String(body, StandardCharsets.ISO_8859_1), number);
      server.requests.add(request);
      return request;
    }

    /** Returns the next request without its body, which is left to be read. */
    public Request readHead() throws IOException {
      StringBuilder head = new StringBuilder();
      for (String line = line(); !line.isEmpty(); line = line()) {
        head.append(line).append('\n');
      }
      return new Request(head.toString(), "", number);
    }

    public byte[] read(int length) throws IOException {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException();
      }
      return bytes;
    }

    private byte[] readChunks() throws IOException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      while (true) {
        byte[] chunk = read(Integer.parseInt(line(), 16));
        body.write(chunk);
        line();
        if (chunk.length == 0) {
          return body.toByteArray();
        }
      }
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      while (true) {
        int c = in.read();
        if (c < 0) {
          throw new EOFException();
        }
        if (c == '\n') {
          return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
        }
        line.write(c);
      }
    }

    public void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }

    /** Reads a request and answers it as it should. */
    public Request answer() throws IOException {
      Request request = read();
      write(request.rightAnswer());
      return request;
    }

    public void answerAll() throws IOException {
      while (true) {
        answer();
      }
    }

    /** Returns whether the client sends nothing more and closes the connection. */
    public boolean ends() throws IOException {
      return in.read() < 0;
    }

    public void close() throws IOException {
      socket.close();
    }

    /** Makes its close a RST instead of a FIN. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
    }
  }

  /** Made once: a key takes a while. */
  private static final class Tls {
    private static final HeldCertificate HELD =
        new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    static final HandshakeCertificates SERVERS =
        new HandshakeCertificates.Builder().heldCertificate(HELD).build();
    static final HandshakeCertificates CLIENTS =
        new HandshakeCertificates.Builder().addTrustedCertificate(HELD.certificate()).build();
  }

  private final ServerSocket listening;
  private final boolean isTls;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.named("NumberedServer"));
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile int connections;

  /**
   * Starts it.
   *
   * @param behaviours for each connection the next, and then the last again and again
   */
  public NumberedServer(Behaviour... behaviours) throws IOException {
    this(false, behaviours);
  }

  public NumberedServer(boolean isTls, Behaviour... behaviours) throws IOException {
    this.isTls = isTls;
    listening =
        (isTls
                ? Tls.SERVERS.sslContext().getServerSocketFactory()
                : ServerSocketFactory.getDefault())
            .createServerSocket(0, 500, InetAddress.getLoopbackAddress());
    threads.execute(() -> accept(behaviours));
  }

  private void accept(Behaviour[] behaviours) {
    for (int number = 1; !listening.isClosed(); number++) {
      try {
        Socket socket = listening.accept();
        connections = number;
        Behaviour behaviour = behaviours[Math.min(number, behaviours.length) - 1];
        int n = number;
        threads.execute(() -> serve(socket, n, behaviour));
      } catch (IOException e) { // Closed.
      }
    }
  }

  private void serve(Socket socket, int number, Behaviour behaviour) {
    open.add(socket);
    try (socket) {
      socket.setTcpNoDelay(true);
      behaviour.serve(new Connection(this, socket, number));
    } catch (Exception e) { // The client's end of it, or the test's.
    } finally {
      open.remove(socket);
    }
  }

  /** A client to be lent that trusts the server, if it is one of TLS. */
  public OkHttpClient.Builder trusting() {
    OkHttpClient.Builder http = new OkHttpClient.Builder();
    if (isTls) {
      http.sslSocketFactory(Tls.CLIENTS.sslSocketFactory(), Tls.CLIENTS.trustManager())
          .protocols(List.of(Protocol.HTTP_1_1));
    }
    return http;
  }

  /** A client without retries; a call that gets no answer fails soon. */
  public PlutoClient.Builder client() {
    return PlutoClient.builder()
        .apiKey(ServerTest.KEY)
        .baseUrl(url())
        .callTimeout(Duration.ofSeconds(10))
        .retryPolicy(RetryPolicy.none());
  }

  public int port() {
    return listening.getLocalPort();
  }

  public String url() {
    return (isTls ? "https" : "http") + "://127.0.0.1:" + port();
  }

  public int connections() {
    return connections;
  }

  public List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** For each request, in order, the number of its connection. */
  public List<Integer> connectionsOfRequests() {
    return requests().stream().map(Request::connection).toList();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
