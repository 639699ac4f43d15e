package io.github.plutojava;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@link PlutoApiException} says of the server's answer.
 *
 * @param status its HTTP status
 * @param error what it says is wrong
 * @param detail what it says besides
 * @param body its text, cut
 * @param attempts how many requests were sent
 * @param retryAfter how long it asks to wait
 */
record ApiError(
    int status,
    String error,
    @Nullable String detail,
    String body,
    int attempts,
    @Nullable Duration retryAfter)
    implements Serializable {}
