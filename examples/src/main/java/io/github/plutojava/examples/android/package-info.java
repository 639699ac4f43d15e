/** What to copy into an Android app. */
@NullMarked
package io.github.plutojava.examples.android;

import org.jspecify.annotations.NullMarked;
