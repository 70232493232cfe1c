package dev.obverse.serve.feedback;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When the next attempt is due, and how much feedback is new to it. The clock says when the last one was; how long ago that is, is measured apart from
 * it, for it may be set while the server runs. For one thread at a time.
 */
final class Agenda {
    /** Where attempts go by rows, a failed one is made again after so long: what was wrong may have been put right, and else nothing spins. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final FeedbackLog log;
    private final Schedule schedule;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private Instant counted;
    private Duration elapsed;
    private long mark;
    private long settledRows;
    private long triedRows;
    private boolean failed;
    private long failedAt;

    /** Goes on from what is known of earlier attempts. */
    Agenda(FeedbackLog log, Schedule schedule, RetrainingState state) {
        this(log, schedule, state, InstantSource.system(), System::nanoTime);
    }

    Agenda(FeedbackLog log, Schedule schedule, RetrainingState state, InstantSource clock, LongSupplier nanos) {
        this.log = log;
        this.schedule = schedule;
        this.clock = clock;
        this.nanos = nanos;
        Instant now = clock.instant();
        Instant known = state.countedFrom();
        // A clock that was ahead once must not put the next attempt off until then.
        this.counted = known == null || known.isAfter(now) ? now : known;
        this.elapsed = Duration.between(counted, now);
        this.mark = nanos.getAsLong();
        long rows = log.status().rows();
        Attempt last = state.last();
        this.failed = last != null && last.outcome() == Attempt.Outcome.FAILED;
        this.failedAt = mark;
        this.settledRows = rows - LogRows.count(log.folder(), state.attemptedTo(), log.end());
        this.triedRows = failed ? rows : settledRows;
    }

    /** Notes that an attempt begins, and returns when. */
    Instant begin() {
        if (!failed) {
            settledRows = triedRows;
        }
        failed = false;
        triedRows = log.status().rows();
        return countAnew();
    }

    /** Notes that the attempt failed: its rows are as new as before. */
    void failed() {
        failed = true;
        failedAt = nanos.getAsLong();
    }

    /** Notes that another model has come, to which all rows are new, and returns when. */
    Instant beginAnew() {
        failed = false;
        settledRows = 0;
        triedRows = 0;
        return countAnew();
    }

    private Instant countAnew() {
        counted = clock.instant();
        elapsed = Duration.ZERO;
        mark = nanos.getAsLong();
        return counted;
    }

    /** Returns how many rows have come since the last attempt that did not fail. */
    long newRows() {
        return Math.max(0, log.status().rows() - (failed ? settledRows : triedRows));
    }

    /** Returns when the next attempt is due if there is feedback by then; null where it goes by rows. */
    @Nullable Instant dueAt() {
        return schedule instanceof Schedule.Every(Duration time) ? counted.plus(time) : null;
    }

    boolean isDue() {
        return switch (schedule) {
            case Schedule.Every(Duration time) -> newRows() > 0 && elapsed.plus(since(mark)).compareTo(time) >= 0;
            case Schedule.Rows(long count) -> newRows() >= count && (!failed || mayBeMadeAgain(count));
        };
    }

    private boolean mayBeMadeAgain(long rows) {
        return log.status().rows() - triedRows >= rows || since(failedAt).compareTo(RETRY) >= 0;
    }

    private Duration since(long then) {
        return Duration.ofNanos(nanos.getAsLong() - then);
    }
}
