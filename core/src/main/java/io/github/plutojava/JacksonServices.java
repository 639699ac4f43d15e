package io.github.plutojava;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import retrofit2.Converter;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/**
 * Makes users' own services. This is a class of its own so that a JVM that only resumes runs never
 * loads it, and so never loads databind either. Loading databind takes longer than a call.
 */
final class JacksonServices {
  private JacksonServices() {}

  /**
   * Makes a service.
   *
   * @param converters the user's own, which are asked before Jackson's
   */
  static <T> T create(Retrofit retrofit, Class<T> service, Converter.Factory... converters) {
    JsonMapper mapper =
        JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    Retrofit.Builder services =
        retrofit.newBuilder().addConverterFactory(new TextConverterFactory());
    for (Converter.Factory converter : converters) {
      services.addConverterFactory(requireNonNull(converter, "converter"));
    }
    return services
        .addConverterFactory(JacksonConverterFactory.create(mapper))
        .validateEagerly(true)
        .build()
        .create(service);
  }
}
