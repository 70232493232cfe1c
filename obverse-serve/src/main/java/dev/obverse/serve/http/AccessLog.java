package dev.obverse.serve.http;

import dev.obverse.core.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON for each request: when, what route, how it ended, how long it took, how much was sent. No ids, no query, no token: so it may
 * be kept and passed on. A log that cannot be written any more, such as on a full disk, says so once and does not stop the server.
 */
final class AccessLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int FULL = 8192;

    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream(FULL);
    private boolean failed;

    /** A log that goes to a stream without a buffer of its own. */
    AccessLog(OutputStream out) {
        this.out = out;
    }

    /** Forgets what it is told. */
    static AccessLog none() {
        return new AccessLog(OutputStream.nullOutputStream());
    }

    /** Appends to a file, or writes to standard output. */
    static AccessLog open(@Nullable Path file) {
        if (file == null) {
            return new AccessLog(new FileOutputStream(FileDescriptor.out));
        }
        try {
            return new AccessLog(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
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
        StringBuilder line = line(Instant.now(), method, route, status, nanos, bytes);
        byte[] ascii = new byte[line.length()];
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) line.charAt(i);
        }
        lock.lock();
        try {
            waiting.writeBytes(ascii);
            // A line that nobody waits behind goes out at once; under load they go together.
            if (!lock.hasQueuedThreads() || waiting.size() >= FULL) {
                flush();
            }
        } finally {
            lock.unlock();
        }
    }

    static StringBuilder line(Instant time, String method, String route, int status, long nanos, long bytes) {
        // Nothing here needs escaping: methods and routes are ours.
        StringBuilder line = new StringBuilder(160).append("{\"time\":\"");
        TIME.formatTo(time, line);
        return line.append("\",\"method\":\"").append(method).append("\",\"route\":\"").append(route).append("\",\"status\":").append(status)
                .append(",\"micros\":").append(nanos / 1000).append(",\"bytes\":").append(bytes).append("}\n");
    }

    /** What cannot be written is dropped: a part of it may have been, so written again it would stand behind its own beginning. */
    private void flush() {
        byte[] lines = waiting.toByteArray();
        waiting.reset();
        try {
            out.write(lines);
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                LOG.log(System.Logger.Level.WARNING, "the access log cannot be written: " + e.getMessage());
            }
            failed = true;
            // Ends what may have been written of a line, so that the next one is whole.
            waiting.write('\n');
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            flush();
        } finally {
            lock.unlock();
        }
    }
}
