package dev.obverse.serve.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When an attempt is due, by rows and by a clock that may be set, and how many rows are new to it. */
final class AgendaTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final RetrainingState BEGUN = RetrainingState.beginning("a".repeat(64), 0, NOON);

    @TempDir private Path folder;
    private FeedbackLog log;
    private Instant wall = NOON;
    private long nanos = -7;

    @BeforeEach
    void open() {
        log = FeedbackLog.open(folder, LogSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private Agenda agenda(String schedule, RetrainingState state) {
        return new Agenda(log, Schedule.parse(schedule), state, () -> wall, () -> nanos);
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    private void append(int rows) {
        log.append(Tastes.opinions(rows, 1), null);
    }

    private static RetrainingState after(Instant started, Attempt.Outcome outcome) {
        return BEGUN.after(new Attempt(1, outcome, "for a test", started, 1, 0, null), LogPosition.START);
    }

    @Test
    void aTimeCountsFromTheFirstStartHoweverOftenTheServerIsStarted() {
        append(1);
        wall = NOON.plus(Duration.ofHours(23));
        Agenda agenda = agenda("1d", BEGUN);
        assertThat(agenda.isDue()).isFalse();
        assertThat(agenda.dueAt()).isEqualTo(NOON.plus(Duration.ofDays(1)));
        pass(Duration.ofHours(1));
        assertThat(agenda.isDue()).isTrue();
        assertThat(agenda("1d", after(NOON.plusSeconds(1), Attempt.Outcome.SKIPPED)).isDue()).as("by the last attempt, once there is one").isFalse();
    }

    @Test
    void aClockThatWasAheadPutsNothingOff() {
        append(1);
        Agenda agenda = agenda("1h", after(NOON.plus(Duration.ofDays(3650)), Attempt.Outcome.SKIPPED));
        assertThat(agenda.dueAt()).isEqualTo(NOON.plus(Duration.ofHours(1)));
        pass(Duration.ofMinutes(59));
        assertThat(agenda.isDue()).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(agenda.isDue()).isTrue();
    }

    @Test
    void aClockThatIsSetChangesNothing() {
        append(1);
        Agenda agenda = agenda("1h", BEGUN);
        wall = NOON.plus(Duration.ofDays(365));
        assertThat(agenda.isDue()).isFalse();
        wall = NOON.minus(Duration.ofDays(365));
        nanos += Duration.ofHours(1).toNanos();
        assertThat(agenda.isDue()).isTrue();
    }

    @Test
    void rowsOfAFailedAttemptAreStillNewAndTriedAgainInAMinuteOrWithAsManyMore() {
        Agenda agenda = agenda("100", BEGUN);
        append(100);
        assertThat(agenda.isDue()).isTrue();
        agenda.begin();
        assertThat(agenda.newRows()).isZero();
        pass(Duration.ofHours(1));
        agenda.failed();
        assertThat(agenda.newRows()).isEqualTo(100);
        append(99);
        pass(Duration.ofSeconds(59));
        assertThat(agenda.isDue()).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(agenda.isDue()).isTrue();

        agenda.begin();
        agenda.failed();
        assertThat(agenda.newRows()).isEqualTo(199);
        append(100);
        assertThat(agenda.isDue()).as("with as many more").isTrue();
        agenda.begin();
        assertThat(agenda.isDue()).isFalse();
        assertThat(agenda.newRows()).isZero();
    }

    @Test
    void aFailedAttemptIsMadeAgainWhenItsTimeIsOverOnceMore() {
        Agenda agenda = agenda("1h", BEGUN);
        append(10);
        pass(Duration.ofHours(1));
        assertThat(agenda.isDue()).isTrue();
        agenda.begin();
        agenda.failed();
        assertThat(agenda.newRows()).isEqualTo(10);
        pass(Duration.ofMinutes(59));
        assertThat(agenda.isDue()).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(agenda.isDue()).isTrue();
    }

    @Test
    void aFailedAttemptIsMadeAgainAMinuteAfterAStart() {
        append(100);
        Agenda agenda = agenda("100", after(NOON.minusSeconds(600), Attempt.Outcome.FAILED));
        assertThat(agenda.newRows()).isEqualTo(100);
        assertThat(agenda.isDue()).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(agenda.isDue()).isTrue();
    }

    @Test
    void anotherModelBeginsAnew() {
        append(100);
        Agenda agenda = agenda("1h", BEGUN);
        agenda.begin();
        pass(Duration.ofMinutes(50));
        assertThat(agenda.beginAnew()).isEqualTo(wall);
        assertThat(agenda.newRows()).isEqualTo(100);
        pass(Duration.ofMinutes(50));
        assertThat(agenda.isDue()).isFalse();
    }
}
