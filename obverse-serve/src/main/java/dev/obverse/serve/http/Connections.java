package dev.obverse.serve.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All connections, and the watch over them: whoever sends a request too slowly, accepts an answer too slowly or stays without a word too long
 * is cut off. Helidon itself waits for a slow client as long as that likes.
 */
final class Connections implements ServerConnectionSelector, AutoCloseable {
    private static final long ROUND_MILLIS = 100;
    private static final Duration LINGER = Duration.ofMillis(500);

    private final Http1ConnectionSelector http1;
    private final Limits limits;
    private final Runnable expired;
    private final Set<TimedConnection> open = ConcurrentHashMap.newKeySet();
    private final Thread watch = Thread.ofPlatform().daemon().name("obverse-connection-watch").unstarted(this::watch);
    private volatile boolean closed;

    /**
     * Begins to watch.
     *
     * @param limits how long each thing may take
     * @param expired what to do, beside cutting it off, when a request did not arrive in time
     */
    Connections(Http1Config http1, Limits limits, Runnable expired) {
        this.http1 = Http1ConnectionSelector.builder().config(http1).build();
        this.limits = limits;
        this.expired = expired;
        watch.start();
    }

    private void watch() {
        while (!closed) {
            look();
            try {
                Thread.sleep(ROUND_MILLIS);
            } catch (InterruptedException e) {
                // Whoever interrupts this thread wants it to end.
                return;
            }
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (TimedConnection connection : open) {
            if (connection.expire(now)) {
                expired.run();
            }
        }
    }

    void add(TimedConnection connection) {
        open.add(connection);
    }

    void remove(TimedConnection connection) {
        open.remove(connection);
    }

    int count() {
        return open.size();
    }

    Duration patience(TimedConnection.Phase phase) {
        return switch (phase) {
            case IDLE -> limits.idle();
            case READING -> limits.request();
            case WRITING -> limits.response();
            case LINGERING -> LINGER;
            case ANSWERING, CUT -> Duration.ofDays(1);
        };
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        // Whatever it is, it is answered as HTTP/1.1; there is no other protocol here.
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new TimedConnection(context, this, http1);
    }

    @Override
    public void close() {
        closed = true;
        watch.interrupt();
    }
}
