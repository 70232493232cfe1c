package dev.obverse.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.metric.Evaluation;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.train.Choice;
import dev.obverse.core.train.EpochRecord;
import dev.obverse.core.train.Floor;
import dev.obverse.lab.result.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run that goes wrong is recognised by its history, one that goes right is left in peace. */
final class FailureSignaturesTest {
    /** Two users with one row of either label, scored so that the log-loss is that of a logit of this size. */
    private static Metrics metrics(double logit) {
        return Evaluation.of(new int[] {0, 0, 1, 1}, new boolean[] {true, false, true, false}, new double[] {logit, -logit, logit, -logit});
    }

    private static EpochRecord epoch(int number, double stay, double validLogit, long direct, long inverse, long still) {
        return new EpochRecord(number, Map.of("stay", stay), metrics(validLogit),
                Map.of(Choice.DIRECT, direct, Choice.INVERSE, inverse, Choice.STAY, still), 0.5, new double[0], true, 1);
    }

    private static List<String> names(List<EpochRecord> history, int best) {
        return FailureSignatures.find(history, best, null, Map.of()).stream().map(Warning::name).toList();
    }

    @Test
    void healthyRunHasNone() {
        List<EpochRecord> history = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            history.add(epoch(i, 0.7 - 0.05 * i, 0.1 * i, 40, 30, 30));
        }
        assertThat(FailureSignatures.find(history, 5, metrics(0.5), Map.of(Floor.TWO_MEAN, metrics(-0.5)))).isEmpty();
    }

    @Test
    void guardKnownByHeartIsOverfitOrLeak() {
        List<EpochRecord> history = List.of(epoch(1, 0.69, 0.5, 40, 30, 30), epoch(2, 0.4, 0.2, 40, 30, 30), epoch(3, 0.1, -0.5, 40, 30, 30));
        assertThat(names(history, 3)).containsExactly("overfit-or-leak");
        assertThat(names(history, 1)).as("what came after the epoch that was kept did no harm").isEmpty();
    }

    @Test
    void risingTrainingLossIsDivergence() {
        List<EpochRecord> history = List.of(epoch(1, 0.5, 0.5, 40, 30, 30), epoch(2, 1.7, 0.5, 40, 30, 30));
        assertThat(FailureSignatures.find(history, 1, null, Map.of())).containsExactly(new Warning("divergence",
                "The training loss went from 0.5000 up to 1.7000 in epoch 2: try a smaller learning rate or alpha."));
        assertThat(names(List.of(epoch(1, Double.NaN, 0.5, 40, 30, 30)), 1)).containsExactly("divergence");
    }

    @Test
    void choicesAllOneWay() {
        assertThat(FailureSignatures.find(List.of(epoch(1, 0.6, 0.5, 0, 0, 80)), 1, null, Map.of())).containsExactly(new Warning("one-way",
                "100.0 % of the 80 choices were stay: the unlabeled pairs are never used, so this is training on labels alone; try a smaller alpha."));
        assertThat(names(List.of(epoch(1, 0.6, 0.5, 0, 0, 20)), 1)).as("too few to tell").isEmpty();
        assertThat(names(List.of(epoch(1, 0.6, 0.5, 5, 0, 80)), 1)).isEmpty();
    }

    @Test
    void modelUnderItsFloor() {
        assertThat(FailureSignatures.find(List.of(epoch(1, 0.6, 0.5, 9, 9, 9)), 1, metrics(-1), Map.of(Floor.TWO_MEAN, metrics(1))))
                .containsExactly(new Warning("under-floor", "AUC 0.0000 is below the two-mean floor, 1.0000, which needs no model."));
    }

    @Test
    void calibrationBinsHoldEveryRowOnce() {
        var bins = CalibrationBins.of(new boolean[] {true, false, true}, new double[] {4, 4.1, -4});
        assertThat(bins).extracting("rows").containsExactly(1, 2);
        assertThat(bins.get(1).observed()).isEqualTo(0.5);
    }
}
