package dev.obverse.serve.feedback;

import java.time.InstantSource;

/**
 * How a feedback log works.
 *
 * @param fileBytes a file that has reached this size gets no more rows; the next rows begin another one
 * @param backlogRows so many rows may wait for the disk; feedback that comes on top is refused with {@link BacklogFullException}
 * @param rememberedKeys so many idempotency keys, the newest, are remembered, also over a restart
 * @param clock what tells the time of rows
 */
public record LogSettings(long fileBytes, int backlogRows, int rememberedKeys, InstantSource clock) {
    /** Files of 64 MiB, 20,000 rows that wait, 100,000 keys. */
    public static final LogSettings DEFAULT = new LogSettings(64L << 20, 20_000, 100_000, InstantSource.system());

    /** Checks that all are positive. */
    public LogSettings {
        if (fileBytes < 1 || backlogRows < 1 || rememberedKeys < 1) {
            throw new IllegalArgumentException("file bytes, backlog rows and remembered keys must be positive: " + fileBytes + ", " + backlogRows + ", "
                    + rememberedKeys);
        }
    }

    /** Returns the same with files of another size. */
    public LogSettings withFileBytes(long bytes) {
        return new LogSettings(bytes, backlogRows, rememberedKeys, clock);
    }

    /** Returns the same with room for so many rows that wait. */
    public LogSettings withBacklogRows(int rows) {
        return new LogSettings(fileBytes, rows, rememberedKeys, clock);
    }

    /** Returns the same with so many keys remembered. */
    public LogSettings withRememberedKeys(int keys) {
        return new LogSettings(fileBytes, backlogRows, keys, clock);
    }

    /** Returns the same with another clock. */
    public LogSettings withClock(InstantSource other) {
        return new LogSettings(fileBytes, backlogRows, rememberedKeys, other);
    }
}
