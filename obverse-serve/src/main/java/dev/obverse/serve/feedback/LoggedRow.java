package dev.obverse.serve.feedback;

import java.time.Instant;

/**
 * A row as it stands in a file.
 *
 * @param time when it was written
 * @param feedback what was said
 * @param key its idempotency key; empty if it has none
 * @param left how many rows of the same call follow
 * @param start the byte at which it begins
 * @param end the byte behind its line feed
 */
record LoggedRow(Instant time, Feedback feedback, String key, int left, long start, long end) {}
