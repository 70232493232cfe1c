package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Interactions;
import dev.obverse.core.metric.Evaluation;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users whom training does not have are users all the same: each has a number, and metrics within users see who is who. */
final class UnknownUsersTest {
    private static final String RATED = "x,a,5\nx,b,1\nx,c,5\nx,d,1\n";
    private static final String OTHER = "w,a,5\n";

    @TempDir private Path folder;

    private Metrics metrics(String rows) {
        Path train = Logs.write(folder, "train.csv", "user,item,rating\nu,a,5\nu,b,1\nv,c,5\nv,d,1\n");
        Path valid = Logs.write(folder, "valid.csv", "user,item,rating\n" + rows);
        LogRequest request = LogRequest.of(LogSource.of(train.toString()), Logs.RATING)
                .withSplit(new Split.Files())
                .withValid(valid.toString());
        Interactions judged = Logs.read(request).valid();
        assertThat(judged.users()).doesNotContain(Evaluation.UNKNOWN_USER);
        double[] logits = new double[judged.size()];
        for (int row = 0; row < logits.length; row++) {
            logits[row] = judged.positives()[row] ? 1 : -1;
        }
        return Evaluation.of(judged.users(), judged.positives(), logits);
    }

    @Test
    void theFirstOneIsAUserLikeTheOthers() {
        Metrics first = metrics(RATED + OTHER);
        Metrics last = metrics(OTHER + RATED);
        assertThat(first.usersWithBothLabels()).isEqualTo(1);
        assertThat(last.usersWithBothLabels()).isEqualTo(1);
        assertThat(Arrays.stream(Metric.values()).map(first::get)).containsExactlyElementsOf(Arrays.stream(Metric.values()).map(last::get).toList());
        assertThat(metrics(RATED).get(Metric.GAUC)).isEqualTo(1);
    }
}
