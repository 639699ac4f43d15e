package io.github.plutojava;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;
import retrofit2.http.Body;

/**
 * Lets Retrofit send a {@code @Body String} of a user's service as it is: such a text is JSON that
 * the user wrote, and Jackson would put it into quotation marks.
 */
final class TextConverterFactory extends Converter.Factory {
  @Override
  public @Nullable Converter<?, RequestBody> requestBodyConverter(
      Type type,
      Annotation[] parameterAnnotations,
      Annotation[] methodAnnotations,
      Retrofit retrofit) {
    if (type != String.class || !isBody(parameterAnnotations)) {
      return null;
    }
    // Retrofit replaces the type if the method's @Headers name another.
    return (String text) ->
        RequestBody.create(RunConverterFactory.JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns whether it is all of the request's body: a part of one has a type of its own. */
  private static boolean isBody(Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      if (annotation instanceof Body) {
        return true;
      }
    }
    return false;
  }
}
