package dev.obverse.serve.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows are trained on, which pick the epoch, and which are held out. */
final class FeedbackSplitTest {
    @TempDir private Path temporary;

    private FeedbackSplit split(List<Feedback> rows, LogPosition from) {
        Path folder = temporary.resolve("log");
        try (FeedbackLog log = FeedbackLog.open(folder, Logs.SETTINGS.withFileBytes(300))) {
            rows.forEach(row -> log.append(List.of(row), "key"  + row + log.status().rows()));
            return FeedbackSplit.of(folder, from, log.end(), RetrainingSettings.DEFAULT);
        }
    }

    private List<Feedback> trained(FeedbackSplit split) {
        Path file = temporary.resolve("rows.csv");
        split.writeRows(file, (user, item) -> false);
        return read(file);
    }

    private List<Feedback> valid(FeedbackSplit split) {
        Path file = temporary.resolve("valid.csv");
        split.writeValid(file);
        return read(file);
    }

    private static List<Feedback> read(Path file) {
        List<Feedback> rows = new ArrayList<>();
        try (RowReader reader = RowReader.open(file, 0, Long.MAX_VALUE)) {
            for (LoggedRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row.feedback());
            }
        }
        return rows;
    }

    private static List<Feedback> liked(int from, int to) {
        return IntStream.range(from, to).mapToObj(item -> Logs.liked("u", "i" + item)).toList();
    }

    @Test
    void theMostRecentFifthIsHeldOutAndTheTenthBeforePicksTheEpoch() {
        FeedbackSplit split = split(liked(0, 30), LogPosition.START);
        assertThat(split.labelled()).isEqualTo(30);
        assertThat(trained(split)).isEqualTo(liked(0, 21));
        assertThat(valid(split)).isEqualTo(liked(21, 24));
        assertThat(split.heldOut()).isEqualTo(liked(24, 30));
    }

    @Test
    void whatWasHeldOutIsTrainedOnNextTime() {
        FeedbackSplit first = split(liked(0, 30), LogPosition.START);
        FeedbackSplit next = split(liked(30, 50), first.trainedTo());
        assertThat(next.labelled()).isEqualTo(29);
        assertThat(trained(next)).isEqualTo(liked(21, 41));
        assertThat(valid(next)).isEqualTo(liked(41, 44));
        assertThat(next.heldOut()).isEqualTo(liked(44, 50));
    }

    @Test
    void aPairThatIsHeldOutIsNowhereElse() {
        List<Feedback> rows = new ArrayList<>(List.of(Logs.viewed("u", "i29"), Logs.disliked("u", "i28"), Logs.viewed("u", "i22"), Logs.viewed("u", "other")));
        rows.addAll(liked(2, 30));
        FeedbackSplit split = split(rows, LogPosition.START);
        assertThat(split.heldOut()).contains(Logs.liked("u", "i28"), Logs.liked("u", "i29"));
        assertThat(trained(split)).contains(Logs.viewed("u", "other")).doesNotContain(Logs.viewed("u", "i29"), Logs.disliked("u", "i28"), Logs.viewed("u", "i22"));
    }

    @Test
    void ofAPairThatIsHeldOutTwiceTheLaterLabelCounts() {
        List<Feedback> rows = new ArrayList<>(liked(0, 28));
        rows.add(Logs.liked("u", "twice"));
        rows.add(Logs.disliked("u", "twice"));
        FeedbackSplit split = split(rows, LogPosition.START);
        assertThat(split.heldOut()).hasSize(5).endsWith(Logs.disliked("u", "twice")).doesNotContain(Logs.liked("u", "twice"));
    }

    @Test
    void aMereViewOfAPairWhoseLabelIsKnownIsNotTrainedOn() {
        List<Feedback> rows = new ArrayList<>(List.of(Logs.viewed("u", "known"), Logs.viewed("u", "new"), Logs.disliked("u", "known")));
        rows.addAll(liked(0, 30));
        FeedbackSplit split = split(rows, LogPosition.START);
        Path file = temporary.resolve("known.csv");
        FeedbackSplit.Written written = split.writeRows(file, (user, item) -> item.equals("known"));
        assertThat(read(file)).startsWith(Logs.viewed("u", "new"), Logs.disliked("u", "known"));
        assertThat(written).isEqualTo(new FeedbackSplit.Written(written.positives() + 2, written.positives(), 1));
    }

    @Test
    void feedbackWithoutLabelsGivesNothingToCompareOn() {
        FeedbackSplit split = split(List.of(Logs.viewed("u", "1"), Logs.viewed("u", "2")), LogPosition.START);
        assertThat(split.heldOut()).isEmpty();
        assertThat(split.hasValid()).isFalse();
        assertThat(trained(split)).hasSize(2);
    }
}
