package dev.obverse.serve.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as feedback, and the words of the command line. */
final class FeedbackTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r\n ", "a\0b", "half \ud83d of a pair"})
    void anIdThatALogCouldNotGiveBackIsRefused(String id) {
        assertThatThrownBy(() -> Logs.liked(id, "item")).isInstanceOf(InvalidInputException.class).hasMessageContaining("user");
        assertThatThrownBy(() -> Logs.liked("user", id)).isInstanceOf(InvalidInputException.class).hasMessageContaining("item");
    }

    @Test
    void anIdMayBeLongButNotWithoutEnd() {
        assertThat(Logs.liked("u".repeat(Feedback.LONGEST_ID), "i").user()).hasSize(Feedback.LONGEST_ID);
        assertThatThrownBy(() -> Logs.liked("u".repeat(Feedback.LONGEST_ID + 1), "i")).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1001 characters");
    }

    @ParameterizedTest
    @EnumSource
    void aKindIsNamedByItsWord(Feedback.Kind kind) {
        assertThat(Feedback.Kind.of(kind.word())).isEqualTo(kind);
        assertThatThrownBy(() -> Feedback.Kind.of(kind.word() + "\n")).isInstanceOf(InvalidInputException.class)
                .hasMessage("feedback is '" + kind.word() + " '; give positive, negative or view");
    }

    @ParameterizedTest
    @CsvSource({"30s, 30", "15m, 900", "1h, 3600", "2d, 172800"})
    void aScheduleMayBeATime(String text, long seconds) {
        assertThat(Schedule.parse(text)).isEqualTo(new Schedule.Every(Duration.ofSeconds(seconds))).hasToString(text);
    }

    @Test
    void aScheduleMayBeANumberOfRows() {
        assertThat(Schedule.parse("500")).isEqualTo(new Schedule.Rows(500)).hasToString("500 rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0s", "-1", "1w", "1.5h", "h", "1000000000000", "10 m"})
    void anythingElseIsNoSchedule(String text) {
        assertThatThrownBy(() -> Schedule.parse(text)).isInstanceOf(InvalidInputException.class).hasMessageContaining("--retrain-every");
    }
}
