package dev.obverse.serve.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, when it is acknowledged, and what is refused. */
final class FeedbackLogTest {
    @TempDir private Path folder;

    @Test
    void aLogIsPlainCsv() {
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS)) {
            assertThat(log.append(List.of(Logs.liked("u1", "i7")), null)).isEqualTo(new Receipt(1, false));
            assertThat(log.append(List.of(Logs.viewed("says \"hi\"", "a,b"), Logs.disliked("says \"hi\"", "two\nlines")), "4f1c"))
                    .isEqualTo(new Receipt(2, false));
        }
        assertThat(Logs.text(Logs.file(folder, 1))).isEqualTo("""
                time,user,item,feedback,key,left
                2026-03-01T12:00:00.000Z,u1,i7,positive,,0
                2026-03-01T12:00:00.000Z,"says ""hi\""","a,b",view,4f1c,1
                2026-03-01T12:00:00.000Z,"says ""hi\""","two
                lines",negative,4f1c,0
                """);
    }

    @Test
    void anIdComesBackAsItWentInWhateverItHolds() {
        SplittableRandom random = new SplittableRandom(1);
        List<Feedback> rows = IntStream.range(0, 2_000).mapToObj(row -> Logs.hostile(random)).toList();
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS)) {
            for (int from = 0; from < rows.size(); from += 50) {
                log.append(rows.subList(from, from + 50), "key, \"" + from + "\"\n");
            }
        }
        assertThat(Logs.rows(folder)).isEqualTo(rows);
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS)) {
            assertThat(log.status().rows()).isEqualTo(rows.size());
            assertThat(log.append(rows.subList(50, 100), "key, \"50\"\n")).isEqualTo(new Receipt(0, true));
        }
    }

    @Test
    void callsOfManyThreadsStayInOnePieceEach() throws Exception {
        List<Future<Receipt>> receipts = new ArrayList<>();
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS.withFileBytes(20_000)); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int call = 0; call < 500; call++) {
                List<Feedback> rows = Collections.nCopies(1 + call % 5, Logs.liked("user " + call, "item"));
                receipts.add(threads.submit(() -> log.append(rows, null)));
            }
            for (int call = 0; call < receipts.size(); call++) {
                assertThat(receipts.get(call).get().accepted()).isEqualTo(1 + call % 5);
            }
            assertThat(log.status()).returns(1_500L, LogStatus::rows).returns(0L, LogStatus::failures);
        }
        assertThat(Logs.rows(folder).stream().map(Feedback::user).distinct().toList()).as("users in order, each in one run of rows").hasSize(500);
        assertThat(runs(Logs.rows(folder))).isEqualTo(500);
    }

    private static int runs(List<Feedback> rows) {
        int runs = 0;
        for (int row = 0; row < rows.size(); row++) {
            runs += row == 0 || !rows.get(row).equals(rows.get(row - 1)) ? 1 : 0;
        }
        return runs;
    }

    @Test
    void aFileThatIsFullIsFollowedByAnother() {
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS.withFileBytes(100))) {
            for (int row = 0; row < 7; row++) {
                log.append(List.of(Logs.liked("user", "item " + row)), null);
            }
            assertThat(log.status().files()).isEqualTo(4);
            assertThat(log.status().bytes()).isEqualTo(IntStream.rangeClosed(1, 4).mapToLong(file -> Logs.bytes(Logs.file(folder, file)).length).sum());
            assertThat(log.end().file()).isEqualTo(4);
        }
        assertThat(Logs.rows(folder)).hasSize(7);
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS.withFileBytes(100))) {
            assertThat(log.status()).returns(7L, LogStatus::rows).returns(4, LogStatus::files);
            log.append(List.of(Logs.liked("user", "item 7")), null);
        }
        assertThat(Logs.rows(folder).stream().map(Feedback::item)).containsExactlyElementsOf(IntStream.range(0, 8).mapToObj(row -> "item " + row).toList());
    }

    @Test
    void aKeyThatComesAgainIsNotWrittenAgain() {
        List<Feedback> rows = List.of(Logs.liked("u", "i"), Logs.viewed("u", "j"));
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS)) {
            log.append(rows, "k");
            assertThat(log.append(rows, "k")).isEqualTo(new Receipt(0, true));
            assertThat(log.append(rows, null)).isEqualTo(new Receipt(2, false));
            assertThat(log.status().duplicates()).isEqualTo(1);
        }
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS)) {
            assertThat(log.append(rows, "k")).as("after a restart").isEqualTo(new Receipt(0, true));
            assertThat(log.append(rows, "other")).isEqualTo(new Receipt(2, false));
        }
        assertThat(Logs.rows(folder)).hasSize(6);
    }

    @Test
    void aKeyOfOtherRowsIsRefused() {
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS)) {
            log.append(List.of(Logs.liked("u", "i")), "k");
            assertThatThrownBy(() -> log.append(List.of(Logs.disliked("u", "i")), "k")).isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'k' came with other rows before");
        }
        assertThat(Logs.rows(folder)).containsExactly(Logs.liked("u", "i"));
    }

    @Test
    void onlyTheNewestKeysAreRemembered() {
        LogSettings few = Logs.SETTINGS.withRememberedKeys(2).withFileBytes(60);
        try (FeedbackLog log = FeedbackLog.open(folder, few)) {
            List.of("a", "b", "c").forEach(key -> log.append(List.of(Logs.liked("u", "i")), key));
            assertThat(log.append(List.of(Logs.liked("u", "i")), "b").duplicate()).isTrue();
        }
        try (FeedbackLog log = FeedbackLog.open(folder, few)) {
            assertThat(log.append(List.of(Logs.liked("u", "i")), "b").duplicate()).isTrue();
            assertThat(log.append(List.of(Logs.liked("u", "i")), "a").duplicate()).isFalse();
        }
    }

    @Test
    void timeNeverRunsBackwards() {
        Queue<Instant> times = new ArrayDeque<>(List.of(Instant.parse("2026-03-01T12:00:01.9999Z"), Instant.parse("2026-03-01T11:00:00Z")));
        try (FeedbackLog log = FeedbackLog.open(folder, LogSettings.DEFAULT.withClock(times::remove))) {
            log.append(List.of(Logs.liked("u", "1")), null);
            log.append(List.of(Logs.liked("u", "2")), null);
        }
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS)) {
            log.append(List.of(Logs.liked("u", "3")), null);
        }
        List<Instant> found = new ArrayList<>();
        LogRows.visit(folder, LogPosition.START, new LogPosition(9, 0), (at, row) -> found.add(row.time()));
        assertThat(found).containsOnly(Instant.parse("2026-03-01T12:00:01.999Z")).hasSize(3);
    }

    @Test
    void feedbackThatWaitsTooLongInTheQueueIsRefused() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        LogSettings slow = LogSettings.DEFAULT.withBacklogRows(3).withClock(() -> {
            asked.countDown();
            await(free);
            return Instant.EPOCH;
        });
        try (FeedbackLog log = FeedbackLog.open(folder, slow); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Receipt> first = threads.submit(() -> log.append(Collections.nCopies(3, Logs.liked("u", "i")), null));
            asked.await();
            assertThat(log.status().backlog()).isEqualTo(3);
            assertThatThrownBy(() -> log.append(List.of(Logs.liked("u", "j")), null)).isInstanceOf(BacklogFullException.class)
                    .hasMessageContaining("3 rows of feedback wait");
            free.countDown();
            assertThat(first.get().accepted()).isEqualTo(3);
            assertThat(log.append(Collections.nCopies(10, Logs.liked("u", "j")), null).accepted()).as("more than fits, but nothing waits").isEqualTo(10);
        }
        assertThat(Logs.rows(folder)).hasSize(13);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatAFaultInTheMiddleHitsIsRefusedAndTheNextGoesOn() {
        Queue<Boolean> faults = new ArrayDeque<>(List.of(false, true, false));
        LogSettings settings = LogSettings.DEFAULT.withClock(() -> {
            if (faults.remove()) {
                throw new IllegalStateException("no time");
            }
            return Instant.EPOCH;
        });
        try (FeedbackLog log = FeedbackLog.open(folder, settings)) {
            log.append(List.of(Logs.liked("u", "1")), "one");
            assertThatThrownBy(() -> log.append(List.of(Logs.liked("u", "2")), "two")).isInstanceOf(FeedbackNotStoredException.class)
                    .hasMessageContaining("no time").hasMessageContaining("send it again");
            assertThat(log.status()).returns(1L, LogStatus::failures).returns(0L, LogStatus::backlog).extracting(LogStatus::fault).isNotNull();
            assertThat(log.append(List.of(Logs.liked("u", "2")), "two")).as("its key was not used up").isEqualTo(new Receipt(1, false));
            assertThat(log.status().fault()).isNull();
        }
        assertThat(Logs.rows(folder)).containsExactly(Logs.liked("u", "1"), Logs.liked("u", "2"));
    }

    @Test
    void twoServersCannotShareAFolder() {
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS)) {
            log.append(List.of(Logs.liked("u", "i")), null);
            assertThatThrownBy(() -> FeedbackLog.open(folder, Logs.SETTINGS)).isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("in use by another server");
        }
        FeedbackLog.open(folder, Logs.SETTINGS).close();
    }

    @Test
    void aClosedLogTakesNothing() {
        FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS);
        log.close();
        assertThatThrownBy(() -> log.append(List.of(Logs.liked("u", "i")), null)).isInstanceOf(FeedbackNotStoredException.class);
        assertThat(Logs.rows(folder)).isEmpty();
    }

    @Test
    void itsFolderIsMadeWithAllAboveIt() {
        Path deep = folder.resolve("a").resolve("b");
        FeedbackLog.open(deep, Logs.SETTINGS).close();
        assertThat(Logs.text(Logs.file(deep, 1))).isEqualTo("time,user,item,feedback,key,left\n");
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> FeedbackLog.open(file, Logs.SETTINGS)).isInstanceOf(InvalidInputException.class)
                .hasMessage("the feedback folder " + file + " is a file; name a folder");
        assertThatThrownBy(() -> FeedbackLog.open(file.resolve("below"), Logs.SETTINGS)).isInstanceOf(InvalidInputException.class)
                .hasMessage("the feedback folder " + file.resolve("below") + " cannot be written: a file is in its place; name another one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nul \0", "\udc00"})
    void aKeyThatALogCouldNotGiveBackIsRefused(String key) {
        assertThatThrownBy(() -> Call.of(List.of(Logs.liked("u", "i")), key)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("idempotency key");
    }

    @Test
    void callsHaveALimit() {
        assertThatThrownBy(() -> Call.of(List.of(), null)).isInstanceOf(InvalidInputException.class).hasMessageContaining("no row");
        Feedback row = Logs.liked("u".repeat(900), "i".repeat(900));
        assertThatThrownBy(() -> Call.of(Collections.nCopies(2_000, row), null)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("send them in parts");
        assertThatThrownBy(() -> Call.of(Collections.nCopies(10_001, Logs.liked("u", "i")), null)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("10001 rows");
    }
}
