package io.github.plutojava;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/**
 * Makes users' own services. This is a class of its own so that a JVM that only resumes runs never
 * loads it, and so never loads databind either. Loading databind takes longer than a call.
 */
final class JacksonServices {
  private JacksonServices() {}

  static <T> T create(Retrofit retrofit, Class<T> service) {
    JsonMapper mapper =
        JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    return retrofit
        .newBuilder()
        .addConverterFactory(JacksonConverterFactory.create(mapper))
        .validateEagerly(true)
        .build()
        .create(service);
  }
}
