package io.github.plutojava;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What {@link PlutoApiException} says about the server's answer.
 *
 * @param status the HTTP status
 * @param error what the server says is wrong; empty if it does not say
 * @param detail what the server adds, if anything
 * @param body the text of the answer, cut off if it is long
 * @param attempts how many attempts were begun
 * @param retryAfter how long the server asks the client to wait; null if it does not ask
 */
record ApiError(
    int status,
    String error,
    @Nullable String detail,
    String body,
    int attempts,
    @Nullable Duration retryAfter)
    implements Serializable {}
