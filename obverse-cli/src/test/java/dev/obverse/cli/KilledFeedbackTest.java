package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Label;
import dev.obverse.data.LabelRule;
import dev.obverse.data.LogReader;
import dev.obverse.data.LogSource;
import dev.obverse.data.PairStream;
import dev.obverse.serve.feedback.Feedback;
import dev.obverse.serve.feedback.FeedbackLog;
import dev.obverse.serve.feedback.LogSettings;
import dev.obverse.serve.feedback.Receipt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that takes feedback is killed with SIGKILL at any moment, again and again over one folder. Every call that it acknowledged is there
 * once, every other one whole or not at all, and {@code train} reads the folder as it lies.
 */
final class KilledFeedbackTest {
    private static final LabelRule RULE = new LabelRule(FeedbackLog.POSITIVE, FeedbackLog.NEGATIVE);

    @TempDir private Path folder;

    /** A row as it must come back. */
    private record Row(String user, String item, Label label) {
        static Row of(Feedback row) {
            return new Row(row.user(), row.item(), switch (row.kind()) {
                case POSITIVE -> Label.POSITIVE;
                case NEGATIVE -> Label.NEGATIVE;
                case VIEW -> Label.UNLABELED;
            });
        }
    }

    @Test
    void everyAcknowledgedRowIsThereOnce() throws Exception {
        check(5, 1);
    }

    @Tag("slow")
    @Test
    void everyAcknowledgedRowIsThereOnceAfterManyKills() throws Exception {
        check(100, 2);
    }

    private void check(int rounds, long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> acknowledged = new TreeSet<>();
        for (int round = 0; round < rounds; round++) {
            List<String> ofRound = killed(round, random);
            assertThat(ofRound).as("calls acknowledged in round %d", round).isNotEmpty();
            acknowledged.addAll(ofRound);
            try (FeedbackLog log = FeedbackLog.open(folder, LogSettings.DEFAULT)) {
                String last = ofRound.getLast();
                assertThat(log.append(PostFeedback.rows(last), last)).as("sent again").isEqualTo(new Receipt(0, true));
            }
            assertHolds(acknowledged);
        }
    }

    /** Starts a process, kills it a moment after its first row, and returns what it acknowledged. */
    private List<String> killed(int round, SplittableRandom random) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), PostFeedback.class.getName(), folder.toString(),
                Integer.toString(round), Integer.toString(random.nextInt(500, 50_000)))).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> calls = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String first = lines.readLine();
            assertThat(first).as("the process ended by itself").isNotNull();
            calls.add(first);
            Thread killer = Thread.ofPlatform().start(() -> kill(process, random.nextLong(300)));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                calls.add(line);
            }
            killer.join();
        }
        assertThat(process.waitFor()).as("exit code of what was killed").isNotZero();
        return calls;
    }

    private static void kill(Process process, long millis) {
        try {
            process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Its handle: to destroy the process itself would also close what is still to be read.
        process.toHandle().destroyForcibly();
    }

    private void assertHolds(Set<String> acknowledged) {
        Map<Row, Integer> found = found();
        found.forEach((row, times) -> assertThat(times).as("%s", row).isOne());
        for (String call : acknowledged) {
            for (Feedback row : PostFeedback.rows(call)) {
                assertThat(found.remove(Row.of(row))).as("%s of %s", row, call).isNotNull();
            }
        }
        // What is left was not acknowledged: each call is there whole.
        while (!found.isEmpty()) {
            String user = found.keySet().iterator().next().user();
            String call = user.startsWith("zoé") ? user.substring(user.indexOf('"') + 1, user.lastIndexOf('"')) : user;
            for (Feedback row : PostFeedback.rows(call)) {
                assertThat(found.remove(Row.of(row))).as("%s of %s, which is there in part", row, call).isNotNull();
            }
        }
    }

    private Map<Row, Integer> found() {
        Map<Row, Integer> found = new HashMap<>();
        try (PairStream rows = new LogReader().pairs(LogSource.of(folder + "/*.csv"), RULE)) {
            while (rows.next()) {
                for (int row = 0; row < rows.size(); row++) {
                    found.merge(new Row(rows.user(row), rows.item(row), rows.label(row)), 1, Integer::sum);
                }
            }
        }
        return found;
    }
}
