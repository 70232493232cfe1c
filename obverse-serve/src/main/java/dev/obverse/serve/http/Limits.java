package dev.obverse.serve.http;

import java.time.Duration;

/**
 * What a client may ask for, and for how long it may keep the server waiting.
 *
 * @param bodyBytes longest body of a request; a longer one is answered with 413
 * @param bodiesBytes how much the bodies of all requests may take at once; one that exceeds it is answered with 429
 * @param batch most pairs, items, labels or rows in one request; more are answered with 422
 * @param list longest list that may be asked for ({@code n}); more is answered with 422
 * @param idLength longest id, in UTF-16 units; a longer one is answered with 422
 * @param connections most connections at once; further ones wait to be accepted
 * @param idle how long a connection may stay without a request
 * @param request how long a request may take to arrive, from its first byte to the last of its body; then it is answered with 408
 * @param response how long a client may take to accept an answer
 * @param drain how long a server that is being closed goes on answering, so that load balancers see that it is not ready
 * @param grace how long requests that are under way may take to end after that
 */
public record Limits(
        int bodyBytes, long bodiesBytes, int batch, int list, int idLength, int connections, Duration idle, Duration request, Duration response,
        Duration drain, Duration grace) {
    /** A body of 1 MiB, batches and lists of 1,000, 2,000 connections, ten seconds for a request to arrive. */
    public static Limits defaults() {
        return new Limits(1 << 20, Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 8), 1000, 1000, 1000, 2000, Duration.ofSeconds(60),
                Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(20));
    }

    /** The same with other times for requests to arrive and connections to idle. */
    public Limits withPatience(Duration newRequest, Duration newIdle) {
        return new Limits(bodyBytes, bodiesBytes, batch, list, idLength, connections, newIdle, newRequest, response, drain, grace);
    }

    /** The same with another time for clients to accept an answer. */
    public Limits withResponse(Duration newResponse) {
        return new Limits(bodyBytes, bodiesBytes, batch, list, idLength, connections, idle, request, newResponse, drain, grace);
    }

    /** The same with another time to go on answering when the server is being closed. */
    public Limits withDrain(Duration newDrain) {
        return new Limits(bodyBytes, bodiesBytes, batch, list, idLength, connections, idle, request, response, newDrain, grace);
    }

    /** The same with another time for requests under way to end. */
    Limits withGrace(Duration newGrace) {
        return new Limits(bodyBytes, bodiesBytes, batch, list, idLength, connections, idle, request, response, drain, newGrace);
    }

    /** The same with another room for the bodies of all requests. */
    public Limits withBodies(long newBodiesBytes) {
        return new Limits(bodyBytes, newBodiesBytes, batch, list, idLength, connections, idle, request, response, drain, grace);
    }
}
