/**
 * Configures OkHttp, and makes attempts into a call that ends well: keys, addresses, retries, and
 * interceptors that keep calls from harming one another.
 *
 * <p>It may use {@code net}, {@code wire}, {@code text} and {@code call}.
 */
@NullMarked
package io.github.plutojava.internal.http;

import org.jspecify.annotations.NullMarked;
