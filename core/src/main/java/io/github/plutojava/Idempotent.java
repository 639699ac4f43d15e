package io.github.plutojava;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that calling a service method twice has the same effect as calling it once (RFC 9110,
 * section 9.2.2), so that its request may be sent again when nobody knows whether it arrived.
 *
 * <pre>{@code
 * interface Notes {
 *   record Note(long runId, String notes) {}
 *
 *   @Idempotent
 *   @POST("api/runs/notes/update")
 *   Void update(@Body Note note);
 * }
 * }</pre>
 *
 * <p>Every method of {@link RunsApi} has this annotation. In a service of your own ({@link
 * PlutoClient#create(Class) PlutoClient.create}), it matters for {@code POST} and {@code PATCH}.
 * With the annotation, such a request is sent again as the {@link RetryPolicy} says. Without it,
 * the request is sent again only if it certainly did not arrive (there was no connection), or if
 * the server refused it with 429 or 503. {@code GET}, {@code HEAD}, {@code PUT}, {@code DELETE} and
 * {@code OPTIONS} are idempotent by definition.
 *
 * <p>A request whose body can be written only once ({@link okhttp3.RequestBody#isOneShot()}) is
 * never sent again.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {}
