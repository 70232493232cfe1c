package dev.obverse.serve.http;

import dev.obverse.core.InvalidInputException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON for each request: when, what route, how it ended, how long it took, how much was sent. No ids, no query, no token: so it may
 * be kept and passed on. A log that cannot be written any more, such as on a full disk, says so once and does not stop the server.
 */
final class AccessLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());

    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean failed;

    private AccessLog(OutputStream out) {
        this.out = out;
    }

    /** Forgets what it is told. */
    static AccessLog none() {
        return new AccessLog(OutputStream.nullOutputStream());
    }

    /** Appends to a file, or writes to standard output. */
    static AccessLog open(@Nullable Path file) {
        if (file == null) {
            return new AccessLog(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        }
        try {
            return new AccessLog(new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
        } catch (IOException e) {
            throw new InvalidInputException("the access log " + file + " cannot be written; name a file in a folder that is there", e);
        }
    }

    /**
     * Writes a line.
     *
     * @param method one of those that the server knows, or {@code -}
     * @param route the template of the route, or {@code -} for an address that has none
     * @param status of the answer
     * @param nanos from the request's arrival to the end of the answer
     * @param bytes of the answer's body
     */
    void write(String method, String route, int status, long nanos, long bytes) {
        // Nothing here needs escaping: methods and routes are ours.
        StringBuilder line = new StringBuilder(160);
        line.append("{\"time\":\"").append(Instant.now().truncatedTo(ChronoUnit.MILLIS)).append("\",\"method\":\"").append(method).append("\",\"route\":\"").append(route)
                .append("\",\"status\":").append(status).append(",\"micros\":").append(nanos / 1000).append(",\"bytes\":").append(bytes).append("}\n");
        byte[] ascii = new byte[line.length()];
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) line.charAt(i);
        }
        lock.lock();
        try {
            out.write(ascii);
            // A line that nobody waits behind goes out at once; under load they go together.
            if (!lock.hasQueuedThreads()) {
                out.flush();
            }
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                LOG.log(System.Logger.Level.WARNING, "the access log cannot be written: " + e.getMessage());
            }
            failed = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            out.flush();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the end of the access log cannot be written: " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }
}
