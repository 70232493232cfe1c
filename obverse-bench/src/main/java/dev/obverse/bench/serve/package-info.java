/**
 * Load on the server: models to serve, a client that keeps a schedule, and the figures of latency and throughput.
 *
 * <p>The server is a process of its own, started as a user starts it; the client talks to it over loopback on the same cores. Nothing here knows
 * the server's classes.
 */
@NullMarked
package dev.obverse.bench.serve;

import org.jspecify.annotations.NullMarked;
