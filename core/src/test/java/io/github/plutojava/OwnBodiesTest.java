package io.github.plutojava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.plutojava.testing.Answers;
import io.github.plutojava.testing.ServerTest;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;
import org.junit.jupiter.api.Test;
import retrofit2.converter.jackson.JacksonConverterFactory;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.Headers;
import retrofit2.http.Multipart;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Part;
import retrofit2.http.Url;

/**
 * The bodies of a user's service that no converter of JSON is for. Each has a type, since without
 * one Pluto does not read it, and {@code notes/update} empties all notes of the organization.
 */
class OwnBodiesTest extends ServerTest {
  interface Notes {
    @POST("api/runs/notes/update")
    Void update(@Body String json);

    @Headers("Content-Type: text/plain")
    @POST("text")
    Void text(@Body String text);

    @POST("text")
    Void as(@Header("Content-Type") String type, @Body String text);

    @POST("api/runs/notes/update")
    Void update(@Body RequestBody body);

    @Headers("Content-Type: text/csv")
    @POST("csv")
    Void csv(@Body RequestBody body);

    @POST("api/runs/notes/update")
    Void updateWithoutBody();

    @PUT
    Void put(@Url String url, @Body RequestBody body);

    @Multipart
    @POST("parts")
    Void parts(@Part("a") String text);

    @GET("raw")
    ResponseBody raw();
  }

  private List<Notes> services() {
    PlutoClient client = client();
    return List.of(
        client.create(Notes.class),
        client.create(Notes.class, JacksonConverterFactory.create(new ObjectMapper())));
  }

  private void assertSent(String type, String body) throws InterruptedException {
    RecordedRequest request = takeRequest();
    assertEquals(type, request.getHeader("Content-Type"));
    assertEquals(body, request.getBody().readUtf8());
  }

  private void enqueueSuccess(int count) {
    for (int i = 0; i < count; i++) {
      enqueue(Answers.json(200, "{\"success\":true}"));
    }
  }

  @Test
  void aStringIsSentByteForByteAsJson() throws Exception {
    String json = "{ \"runId\": 6, \"notes\": \"первая \\u00e9 💥\" }\n";
    for (Notes notes : services()) {
      enqueueSuccess(1);
      assertNull(notes.update(json));
      assertSent("application/json", json);
    }
  }

  @Test
  void aStringHasTheTypeThatTheMethodSays() throws Exception {
    for (Notes notes : services()) {
      enqueueSuccess(2);
      notes.text("a\r\nb");
      assertSent("text/plain", "a\r\nb");
      notes.as("text/markdown", "# a");
      assertSent("text/markdown", "# a");
    }
  }

  @Test
  void aRequestBodyWithoutATypeIsJson() throws Exception {
    enqueueSuccess(3);
    Notes notes = services().get(0);
    notes.update(RequestBody.create(null, "{\"runId\":6,\"notes\":\"x\"}"));
    assertSent("application/json", "{\"runId\":6,\"notes\":\"x\"}");
    notes.updateWithoutBody();
    assertSent("application/json", "");
    notes.csv(RequestBody.create(null, "a,b"));
    assertSent("text/csv", "a,b");
  }

  @Test
  void aRequestBodyForAnotherServerStaysWithoutAType() throws Exception {
    try (MockWebServer other = new MockWebServer()) {
      other.enqueue(Answers.json(200, "{}"));
      services().get(0).put(other.url("/file").toString(), RequestBody.create(null, "a,b"));
      assertNull(other.takeRequest().getHeader("Content-Type"));
    }
  }

  @Test
  void aRequestBodyKeepsItsType() throws Exception {
    enqueueSuccess(1);
    services().get(0).update(RequestBody.create(MediaType.get("text/x"), new byte[] {'a'}));
    assertSent("text/x", "a");
  }

  @Test
  void aPartIsNoBody() throws Exception {
    enqueueSuccess(1);
    services().get(0).parts("a");
    String body = takeRequest().getBody().readUtf8();
    assertEquals(1, body.lines().filter("\"a\""::equals).count(), body);
  }

  @Test
  void anAnswerCanBeReadByTheUser() throws Exception {
    for (Notes notes : services()) {
      enqueue(new MockResponse().setBody("<html>"));
      assertEquals("<html>", notes.raw().string());
    }
  }
}
