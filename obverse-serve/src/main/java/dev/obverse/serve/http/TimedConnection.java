package dev.obverse.serve.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that knows what it waits for and since when. It runs Helidon's own HTTP/1.1 connection on bytes that pass through here, in one
 * virtual thread. Who cuts it off interrupts that thread, which closes the socket whatever it is blocked in.
 */
final class TimedConnection implements ServerConnection, InterruptableTask<Void> {
    /** What a connection waits for. */
    enum Phase {
        /** The first byte of a request. */
        IDLE,
        /** The rest of a request. */
        READING,
        /** The model. */
        ANSWERING,
        /** The client, to accept an answer. */
        WRITING,
        /** The client, to notice that it has been refused: what it still sends is thrown away, else it might lose the answer. */
        LINGERING,
        /** Nothing any more. */
        CUT
    }

    private static final ScopedValue<TimedConnection> CURRENT = ScopedValue.newInstance();
    private static final int MOST_LINGERED = 4 << 20;

    private final ConnectionContext context;
    private final Connections all;
    private final DataReader source;
    private final ServerConnection http;
    private volatile @Nullable Thread thread;
    private Phase phase = Phase.IDLE;
    private long until;
    private boolean lingering;

    TimedConnection(ConnectionContext context, Connections all, Http1ConnectionSelector http1) {
        this.context = context;
        this.all = all;
        this.source = context.dataReader();
        this.until = System.nanoTime() + all.patience(Phase.IDLE).toNanos();
        this.http = http1.connection(new TimedContext(context, DataReader.create(this::bytes)));
    }

    /** The connection that the calling thread serves. */
    static TimedConnection current() {
        return CURRENT.get();
    }

    /** The request has arrived; the time until the answer is ready is the server's own. */
    void answering() {
        enter(Phase.ANSWERING);
    }

    /** The answer is about to be sent. */
    void writing() {
        enter(Phase.WRITING);
    }

    /** The connection will be closed although the client may still be sending. */
    void lingerAtEnd() {
        lingering = true;
    }

    private synchronized void enter(Phase next) {
        if (phase == Phase.CUT) {
            throw new CloseConnectionException("too slow");
        }
        phase = next;
        until = System.nanoTime() + all.patience(next).toNanos();
    }

    /** Whether it was cut off, which has been answered and counted then. */
    boolean cut() {
        return phase() == Phase.CUT;
    }

    private synchronized Phase phase() {
        return phase;
    }

    /** Reads what has come, or waits for it; null at the end. */
    private byte @Nullable [] bytes() {
        if (phase() == Phase.WRITING) {
            enter(Phase.IDLE);
        }
        byte[] bytes = read();
        if (bytes != null && phase() == Phase.IDLE) {
            enter(Phase.READING);
        }
        return bytes;
    }

    private byte @Nullable [] read() {
        try {
            source.ensureAvailable();
            return source.readBytes(source.available());
        } catch (DataReader.InsufficientDataAvailableException e) {
            return null;
        }
    }

    /** Cuts the connection off if it has waited too long; returns whether that was for a request that had begun. */
    boolean expire(long now) {
        Thread serving = thread;
        boolean begun;
        synchronized (this) {
            if (serving == null || phase == Phase.CUT || until - now > 0) {
                return false;
            }
            begun = phase == Phase.READING;
            phase = Phase.CUT;
        }
        if (begun) {
            Thread.ofVirtual().start(() -> {
                refuse();
                serving.interrupt();
            });
        } else {
            serving.interrupt();
        }
        return begun;
    }

    /** Nobody else writes: the thread of this connection waits for bytes. Under TLS it could be in a handshake, so there the end is silent. */
    private void refuse() {
        if (context.isSecure()) {
            return;
        }
        byte[] body = Problem.document(Status.REQUEST_TIMEOUT_408, "the request did not arrive in time; send it faster");
        byte[] head = ("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: "
                + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        BufferData answer = BufferData.create(head.length + body.length);
        answer.write(head);
        answer.write(body);
        try {
            context.serverSocket().write(answer);
        } catch (RuntimeException e) {
            // The client has gone; the connection ends either way.
            return;
        }
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        thread = Thread.currentThread();
        all.add(this);
        try {
            ScopedValue.where(CURRENT, this).call(() -> {
                http.handle(limit);
                return this;
            });
        } finally {
            if (lingering) {
                linger();
            }
            all.remove(this);
        }
    }

    private void linger() {
        try {
            enter(Phase.LINGERING);
            byte[] bytes = read();
            for (int total = 0; bytes != null && total < MOST_LINGERED; bytes = read()) {
                total += bytes.length;
            }
        } catch (RuntimeException e) {
            // The client has gone, or the second is over: that was all that was waited for.
            return;
        }
    }

    @Override
    public Duration idleTime() {
        // Idle connections are the watch's business.
        return Duration.ZERO;
    }

    @Override
    public boolean canInterrupt() {
        return phase() == Phase.IDLE;
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }
}
