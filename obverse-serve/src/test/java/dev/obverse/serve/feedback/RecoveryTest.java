package dev.obverse.serve.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a log after a kill, a loss of power, or an accident. */
final class RecoveryTest {
    private static final List<Feedback> ACKNOWLEDGED = List.of(Logs.liked("u\n1", "i"), Logs.viewed("u,2", "\"i\""));
    private static final List<Feedback> UNDER_WAY = List.of(
            Logs.liked("new\n\"line\"", "é\ud83d\ude00"), Logs.disliked("\n2026-03-01T12:00:00.000Z,u,i,view,,0\n", "x"), Logs.viewed("u", "j"));

    @TempDir private Path folder;
    private Path file;
    private Path lock;

    @BeforeEach
    void acknowledge() {
        file = Logs.file(folder, 1);
        lock = folder.resolve(LogFolder.LOCK);
        append(ACKNOWLEDGED, "first");
    }

    private void append(List<Feedback> rows, String key) {
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS)) {
            log.append(rows, key);
        }
    }

    private void assertRefused(String... words) {
        byte[] before = Logs.bytes(file);
        assertThatThrownBy(() -> FeedbackLog.open(folder, Logs.SETTINGS)).isInstanceOf(InvalidInputException.class).hasMessageContainingAll(words)
                .hasMessageNotContaining("\n");
        assertThat(Logs.bytes(file)).as("what is damaged stays as it is").isEqualTo(before);
    }

    /** As a kill leaves it: the mark is that of the last call that was acknowledged, and behind it lies any part of the next. */
    @Test
    void aCallThatWasUnderWayIsThereWholeOrNotAtAll() {
        byte[] mark = Logs.bytes(lock);
        int acknowledged = Logs.bytes(file).length;
        append(UNDER_WAY, "second");
        byte[] all = Logs.bytes(file);
        List<Feedback> both = new ArrayList<>(ACKNOWLEDGED);
        both.addAll(UNDER_WAY);
        for (int length = acknowledged; length <= all.length; length++) {
            Logs.write(file, Arrays.copyOf(all, length));
            Logs.write(lock, mark);
            boolean whole = length == all.length;
            try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS)) {
                assertThat(Logs.rows(folder)).as("cut at byte %d", length).isEqualTo(whole ? both : ACKNOWLEDGED);
                assertThat(log.status().rows()).isEqualTo(whole ? 5 : 2);
                assertThat(log.append(UNDER_WAY, "second")).as("sent again").isEqualTo(whole ? new Receipt(0, true) : new Receipt(3, false));
            }
            assertThat(Logs.bytes(file)).as("after it was sent again").isEqualTo(all);
        }
    }

    @Test
    void zerosAtTheEndAreCut() {
        byte[] whole = Logs.bytes(file);
        for (int zeros : new int[] {1, 5_000, 200_000}) {
            Logs.write(file, Arrays.copyOf(whole, whole.length + zeros));
            FeedbackLog.open(folder, Logs.SETTINGS).close();
            assertThat(Logs.bytes(file)).isEqualTo(whole);
        }
    }

    @Test
    void acknowledgedRowsThatAreMissingAreNotPassedOver() {
        byte[] whole = Logs.bytes(file);
        Logs.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertRefused(file.toString(), "shorter than what was acknowledged", "put it back");
    }

    @Test
    void aFileThatIsMissingIsNotPassedOver() throws IOException {
        Files.delete(file);
        assertThatThrownBy(() -> FeedbackLog.open(folder, Logs.SETTINGS)).isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(file.toString(), "is missing", "feedback.lock");
        Files.delete(lock);
        FeedbackLog.open(folder, Logs.SETTINGS).close();
        assertThat(Logs.rows(folder)).isEmpty();
    }

    @Test
    void olderFilesMayBeMovedAway() throws IOException {
        LogSettings small = Logs.SETTINGS.withFileBytes(1);
        try (FeedbackLog log = FeedbackLog.open(folder, small)) {
            log.append(UNDER_WAY, "second");
        }
        Files.delete(file);
        try (FeedbackLog log = FeedbackLog.open(folder, small)) {
            assertThat(log.status()).returns(3L, LogStatus::rows).returns(1, LogStatus::files);
            assertThat(log.end().file()).isEqualTo(2);
        }
    }

    /** A quote that is lost or added makes all behind it one field: that must not be taken for a torn end. */
    @Test
    void anyByteThatChangesAmongAcknowledgedOnesIsFoundOrReadAsAnotherRow() {
        byte[] whole = Logs.bytes(file);
        SplittableRandom random = new SplittableRandom(3);
        int refused = 0;
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] = (byte) "\",\n\r\0a9".charAt(random.nextInt(7));
            Logs.write(file, damaged);
            try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS)) {
                assertThat(log.status().rows()).isEqualTo(2);
            } catch (InvalidInputException e) {
                assertThat(e).hasMessageContaining(file.toString()).hasMessageNotContaining("\n");
                refused++;
            }
            assertThat(Logs.bytes(file)).as("byte %d", at).isEqualTo(damaged);
        }
        assertThat(refused).isGreaterThan(whole.length / 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "2026-03-01T12:00:00.000Z,u,i,positive,,0,more\n", "2026-03-01T12:00:00.000Z,u,i,maybe,,0\n", "yesterday,u,i,positive,,0\n",
        "2026-03-01T12:00:00.000Z,,i,positive,,0\n", "2026-03-01T12:00:00.000Z,u,i,positive,,-1\n", "2026-03-01T12:00:00.000Z,u,i,positive,,x\n",
        "2026-03-01T12:00:00.000Z,u,i,positive,,0\r\n", "2026-03-01T12:00:00.000Z,\"u\"x,i,positive,,0\n", "2026-03-01T12:00:00.000Z,u\"u,i,positive,,0\n",
        "\n", "2026-03-01T12:00:00.000Z,u,i,positive,,2\n2026-03-01T12:00:00.000Z,u,i,positive,,0\n"
    })
    void aRowThatNoServerWritesIsRefusedByItsPlace(String row) throws IOException {
        long place = Files.size(file);
        byte[] more = row.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(Logs.bytes(file), (int) place + more.length);
        System.arraycopy(more, 0, all, (int) place, more.length);
        Logs.write(file, all);
        assertRefused(file.toString(), "is damaged: its row at byte ");
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        byte[] all = Logs.bytes(file);
        Logs.write(file, new String(all, StandardCharsets.UTF_8).replace("u\n1", "u\u00ff1").getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "time,user", "user,item\n1,2\n", "time,user,item,feedback,key,left"})
    void aFileWithAnotherHeaderIsRefused(String text) {
        Logs.write(lock, new byte[0]);
        Logs.write(file, text.getBytes(StandardCharsets.UTF_8));
        assertRefused(file.toString(), "does not begin with the line time,user,item,feedback,key,left");
    }

    @Test
    void anOlderFileMustBeWhole() {
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS.withFileBytes(1))) {
            log.append(UNDER_WAY, "second");
        }
        byte[] first = Logs.bytes(file);
        Logs.write(file, Arrays.copyOf(first, first.length - 3));
        assertRefused(file.toString(), "is not whole");
    }

    @Test
    void withoutAMarkOnlyWhatOneGroupCanHaveWrittenIsCut() {
        byte[] whole = Logs.bytes(file);
        byte[] torn = Arrays.copyOf(whole, whole.length + 1_000);
        Arrays.fill(torn, whole.length, torn.length, (byte) 'x');
        Logs.write(file, torn);
        Logs.write(lock, new byte[0]);
        FeedbackLog.open(folder, Logs.SETTINGS).close();
        assertThat(Logs.bytes(file)).isEqualTo(whole);

        byte[] swallowed = Arrays.copyOf(whole, whole.length + (17 << 20));
        Arrays.fill(swallowed, whole.length, swallowed.length, (byte) 'x');
        Logs.write(file, swallowed);
        Logs.write(lock, new byte[0]);
        assertRefused("is not whole");
    }

    @Test
    void otherFilesOfTheFolderAreLeftAlone() throws IOException {
        Path other = Files.writeString(folder.resolve("feedback-1.csv"), "not ours");
        Path half = Files.writeString(folder.resolve(".feedback-000002.csv.1f.tmp"), "time");
        append(UNDER_WAY, "second");
        assertThat(other).hasContent("not ours");
        assertThat(half).exists();
        assertThat(Logs.rows(folder)).hasSize(5);
    }
}
