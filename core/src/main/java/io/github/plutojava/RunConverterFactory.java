package io.github.plutojava;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;

/** Lets Retrofit write {@link ResumeTarget}s and read {@link ResumedRun}s. */
final class RunConverterFactory extends Converter.Factory {
  /** The server reads the body only if its content type begins with this, in lower case. */
  static final MediaType JSON = MediaType.get("application/json");

  @Override
  public @Nullable Converter<?, RequestBody> requestBodyConverter(
      Type type,
      Annotation[] parameterAnnotations,
      Annotation[] methodAnnotations,
      Retrofit retrofit) {
    if (!ResumeTarget.class.isAssignableFrom(getRawType(type))) {
      return null;
    }
    return (ResumeTarget target) -> RequestBody.create(JSON, RunJson.write(target));
  }

  @Override
  public @Nullable Converter<ResponseBody, ?> responseBodyConverter(
      Type type, Annotation[] annotations, Retrofit retrofit) {
    if (type != ResumedRun.class) {
      return null;
    }
    return body -> RunJson.read(body.byteStream());
  }
}
