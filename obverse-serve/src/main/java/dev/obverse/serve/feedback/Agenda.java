package dev.obverse.serve.feedback;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the next attempt is due, and how much feedback is new to it. For one thread at a time. */
final class Agenda {
    private final FeedbackLog log;
    private final Schedule schedule;
    private Instant lastAttempt;
    private long rowsAtAttempt;

    /** Goes on from what is known of earlier attempts; without one, a time is counted from now. */
    Agenda(FeedbackLog log, Schedule schedule, RetrainingState state) {
        this.log = log;
        this.schedule = schedule;
        Attempt last = state.last();
        this.lastAttempt = last == null ? Instant.now() : last.started();
        this.rowsAtAttempt = log.status().rows() - LogRows.count(log.folder(), state.attemptedTo(), log.end());
    }

    /** Notes that an attempt begins, and returns when. */
    Instant begin() {
        lastAttempt = Instant.now();
        rowsAtAttempt = log.status().rows();
        return lastAttempt;
    }

    /** Notes that another model has come, to which all rows are new. */
    void beginAnew() {
        rowsAtAttempt = 0;
    }

    /** Returns how many rows have come since the last attempt. */
    long newRows() {
        return Math.max(0, log.status().rows() - rowsAtAttempt);
    }

    /** Returns when the next attempt is due if there is feedback by then; null where it goes by rows. */
    @Nullable Instant dueAt() {
        return schedule instanceof Schedule.Every(Duration time) ? lastAttempt.plus(time) : null;
    }

    boolean isDue() {
        return switch (schedule) {
            case Schedule.Every(Duration time) -> newRows() > 0 && !Instant.now().isBefore(lastAttempt.plus(time));
            case Schedule.Rows(long count) -> newRows() >= count;
        };
    }
}
