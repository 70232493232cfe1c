package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Feedback on disk: what was acknowledged is there after any crash.
 *
 * <p>A folder of CSV files, {@code feedback-000001.csv} and so on, that are only ever appended to:
 *
 * <pre>{@code
 * time,user,item,feedback,key,left
 * 2026-03-01T12:00:00.000Z,u1,i7,positive,,0
 * 2026-03-01T12:00:02.125Z,"says ""hi""",i8,view,4f1c,1
 * 2026-03-01T12:00:02.125Z,"says ""hi""",i9,negative,4f1c,0
 * }</pre>
 *
 * <p>Times are in UTC and never fall; {@code key} is the idempotency key; {@code left} is how many rows of the same call are still to come, so that
 * recovery can tell a whole call from a torn one. {@code obverse train --data 'feedback/*.csv'} reads the folder as it lies, with the predicates
 * {@link #POSITIVE} and {@link #NEGATIVE}; a row that neither matches is a mere view.
 *
 * <p>One thread writes. It takes all calls that wait, writes their rows with one call of the operating system and forces them to the disk once
 * (group commit): so under load the cost of a flush is shared, and a single call waits for one flush. A call returns when its rows are on disk, and
 * a call of several rows is there whole or not at all after a crash. A lock in {@code feedback.lock} keeps a second server out; the same file says
 * how far rows were acknowledged, so that recovery cuts what a killed server was writing and nothing else.
 */
public final class FeedbackLog implements AutoCloseable {
    /** The predicate of POSITIVE rows. */
    public static final String POSITIVE = "feedback = 'positive'";
    /** The predicate of NEGATIVE rows. */
    public static final String NEGATIVE = "feedback = 'negative'";
    /** How many rows one call may have. */
    public static final int MOST_ROWS = 10_000;
    /** How many characters an idempotency key may have. */
    public static final int LONGEST_KEY = 200;
    /** How many characters the ids and keys of one call may have together. */
    static final int LONGEST_CALL = 2 << 20;

    private final LogFolder folder;
    private final GroupCommit commits;

    private FeedbackLog(LogFolder folder, GroupCommit commits) {
        this.folder = folder;
        this.commits = commits;
    }

    /**
     * Opens a folder, makes it if there is none, and repairs the end of its last file if a server was killed while it wrote.
     *
     * <p>Every file is read once, to count its rows and to find damage: about a second for some hundred megabytes.
     *
     * @throws InvalidInputException if another server has the folder, it cannot be written, or a file is damaged otherwise than by a killed server:
     *     one sentence that names the file and the row
     */
    public static FeedbackLog open(Path folder, LogSettings settings) {
        LogFolder locked = LogFolder.lock(folder);
        try {
            Recovered recovered = Recovered.of(locked, settings);
            GroupCommit commits = new GroupCommit(locked, recovered, settings);
            commits.start();
            return new FeedbackLog(locked, commits);
        } catch (RuntimeException e) {
            locked.close();
            throw e;
        }
    }

    /**
     * Writes rows and returns when they are on disk. May be called by any number of threads.
     *
     * @param rows one to {@link #MOST_ROWS} rows, which are written in one piece
     * @param key an idempotency key, or null: a later call with the same key and the same rows writes nothing, as long as the key is among the
     *     newest ones that are remembered
     * @throws InvalidInputException if the rows or the key cannot be written, or the key came with other rows before: one sentence
     * @throws BacklogFullException if too many rows wait already; nothing was written
     * @throws FeedbackNotStoredException if the disk failed or the log is closed; nothing was written
     */
    public Receipt append(List<Feedback> rows, @Nullable String key) {
        return commits.submit(Call.of(rows, key)).receipt();
    }

    /** Returns how the log is doing; cheap enough for every request for metrics. */
    public LogStatus status() {
        return commits.status();
    }

    /** Returns the place behind the last row that is on disk. */
    public LogPosition end() {
        return commits.end();
    }

    /** Returns the folder. */
    public Path folder() {
        return folder.path();
    }

    /** Writes what waits, and lets go of the folder; later calls of {@link #append} fail. */
    @Override
    public void close() {
        commits.close();
        folder.close();
    }
}
