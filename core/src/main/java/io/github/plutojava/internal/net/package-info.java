/**
 * Replaces what OkHttp takes from the platform: sockets, lookups of hosts and proxies, and the
 * check of host names.
 *
 * <p>It may use {@code call}, to find the call that it works for.
 */
@NullMarked
package io.github.plutojava.internal.net;

import org.jspecify.annotations.NullMarked;
