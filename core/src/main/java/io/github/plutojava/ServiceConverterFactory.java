package io.github.plutojava;

import io.github.plutojava.internal.delivery.Body;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;

/** Lets Retrofit write and read what an open run sends and gets. */
final class ServiceConverterFactory extends Converter.Factory {
  private static final MediaType NDJSON = MediaType.get("application/x-ndjson");

  @Override
  public @Nullable Converter<?, RequestBody> requestBodyConverter(
      Type type,
      Annotation[] parameterAnnotations,
      Annotation[] methodAnnotations,
      Retrofit retrofit) {
    if (type == Body.class) {
      return (Body lines) -> RequestBody.create(NDJSON, lines.bytes(), 0, lines.length());
    }
    if (JsonBody.class.isAssignableFrom(getRawType(type))) {
      return (JsonBody body) ->
          RequestBody.create(RunConverterFactory.JSON, ServiceJson.write(body));
    }
    return null;
  }

  @Override
  public @Nullable Converter<ResponseBody, ?> responseBodyConverter(
      Type type, Annotation[] annotations, Retrofit retrofit) {
    if (type == Ingested.class) {
      return Ingested::read;
    }
    if (type == Success.class) {
      return body -> ServiceJson.readSuccess(body.byteStream());
    }
    if (type == RunStatus.class) {
      return body -> ServiceJson.readStatus(body.byteStream());
    }
    if (type == FailedEvent.class) {
      return body -> ServiceJson.readHistory(body.byteStream());
    }
    return null;
  }
}
