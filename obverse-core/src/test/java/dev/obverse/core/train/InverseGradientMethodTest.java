package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Interactions;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.sample.SeenItems;
import dev.obverse.core.train.RecordingBackbone.Step;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Inverse Gradient's epochs are made of, seen by a backbone that notes every pair it is asked for. */
class InverseGradientMethodTest {
    private static final Predicate<Step> GUARDED = step -> !step.unlabeled().isEmpty();
    private final TrainingData data = Planted.withoutValidation();

    @ParameterizedTest
    @ValueSource(doubles = {0.9, 0.3})
    void theInnerSplitDividesTheLabelledRowsOnceForTheRun(double share) {
        List<Step> steps = record("training-train", Double.toString(share), "epochs", "3");
        Set<Integer> trainingTrain = pairs(steps, 1, GUARDED.negate());
        Set<Integer> trainingTest = pairs(steps, 1, GUARDED);
        int labelled = data.train().labelledRows().length;
        assertThat(trainingTrain).doesNotContainAnyElementsOf(trainingTest).hasSize((int) Math.round(share * labelled));
        Set<Integer> both = new TreeSet<>(trainingTrain);
        both.addAll(trainingTest);
        assertThat(both).isEqualTo(labelledPairs());
        for (int epoch = 2; epoch <= 3; epoch++) {
            assertThat(pairs(steps, epoch, GUARDED.negate())).isEqualTo(trainingTrain);
            assertThat(pairs(steps, epoch, GUARDED)).isEqualTo(trainingTest);
        }
    }

    @Test
    void theSeedDrawsTheInnerSplit() {
        Set<Integer> one = pairs(record("seed", "1", "epochs", "1"), 1, GUARDED);
        assertThat(pairs(record("seed", "1", "epochs", "1"), 1, GUARDED)).isEqualTo(one);
        assertThat(pairs(record("seed", "2", "epochs", "1"), 1, GUARDED)).isNotEqualTo(one);
    }

    @Test
    void bothPassesAreReshuffledEveryEpoch() {
        List<Step> steps = record("training-train", "0.5", "epochs", "2");
        for (Predicate<Step> kind : List.of(GUARDED, GUARDED.negate())) {
            List<Step> first = steps.stream().filter(kind).filter(step -> step.epoch() == 1).toList();
            List<Step> second = steps.stream().filter(kind).filter(step -> step.epoch() == 2).toList();
            assertThat(first).hasSameSizeAs(second).hasSizeGreaterThan(1);
            assertThat(second.get(0).labelled()).isNotEqualTo(first.get(0).labelled());
        }
    }

    @Test
    void guardedStepsSeeUnexposedPairsOnly() {
        SeenItems seen = SeenItems.of(data.train(), Planted.USERS, Planted.ITEMS);
        Set<Integer> unlabeled = new TreeSet<>();
        record("epochs", "3").forEach(step -> unlabeled.addAll(step.unlabeled()));
        assertThat(unlabeled).isNotEmpty().noneMatch(pair -> seen.contains(pair / 1000, pair % 1000));
    }

    /** Exposed pairs do not depend on the order of the labelled rows, so the same draws would be the same pairs. */
    @Test
    void unlabeledPairsAreDrawnAnewEachEpoch() {
        List<Step> steps = record("pool", "exposed", "epochs", "2", "training-train", "0.5");
        assertThat(unlabeled(steps, 2)).isNotEmpty().isNotEqualTo(unlabeled(steps, 1));
    }

    @Test
    void choicesAddUpToTheGuardedSteps() {
        TrainingResult result = Planted.train("method", "ig", "training-train", "0.5", "batch", "50");
        int labelled = Planted.data().train().labelledRows().length;
        long steps = (labelled - Math.round(0.5 * labelled) + 49) / 50;
        for (EpochRecord record : result.history()) {
            assertThat(record.choices().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(steps);
            assertThat(record.losses()).containsKeys("bce", "idl", "direct", "inverse", "stay");
        }
    }

    @Test
    void twoWayNeverStays() {
        for (EpochRecord record : Planted.train("method", "ig", "policy", "two-way", "training-train", "0.5").history()) {
            assertThat(record.choices()).containsEntry(Choice.STAY, 0L);
        }
    }

    @Test
    void thePolicyStayTrainsOnTrainingTestAndTriesNothing() {
        List<Step> steps = record("policy", "stay", "training-train", "0.5", "epochs", "1");
        assertThat(steps).allMatch(step -> step.unlabeled().isEmpty());
        assertThat(steps.stream().mapToInt(step -> step.labelled().size()).sum()).isEqualTo(data.train().labelledRows().length);
        for (EpochRecord record : Planted.train("method", "ig", "policy", "stay", "training-train", "0.5").history()) {
            assertThat(record.choices().values()).containsOnly(0L);
            assertThat(record.losses()).containsOnlyKeys("bce", "stay");
        }
    }

    @Test
    void aRandomDirectionIsTriedAndJudgedLikeTheAnnotation() {
        List<EpochRecord> random = Planted.train("method", "ig", "direction", "random", "training-train", "0.5").history();
        List<EpochRecord> idl = Planted.train("method", "ig", "training-train", "0.5").history();
        assertThat(random.get(0).losses().keySet()).isEqualTo(idl.get(0).losses().keySet());
        assertThat(random.get(0).losses()).isNotEqualTo(idl.get(0).losses());
    }

    @Test
    void warmUpEpochsArePlainBceOnTrainingTrain() {
        List<Step> steps = record("warm-up", "2", "epochs", "3", "training-train", "0.5");
        assertThat(pairs(steps, 1, GUARDED)).isEmpty();
        assertThat(pairs(steps, 2, GUARDED)).isEmpty();
        assertThat(pairs(steps, 1, GUARDED.negate())).isEqualTo(pairs(steps, 3, GUARDED.negate()));
        List<EpochRecord> history = Planted.train("method", "ig", "warm-up", "2", "epochs", "3").history();
        assertThat(history.get(1).losses()).containsOnlyKeys("bce");
        assertThat(history.get(1).choices().values()).containsOnly(0L);
        assertThat(history.get(1).meanPositiveWeight()).isNaN();
        assertThat(history.get(1).positiveWeightDeciles()).isEmpty();
        assertThat(history.get(2).losses()).containsKey("idl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"idl", "ig"})
    void decilesOfThePositiveWeightRiseFromZeroToOne(String method) {
        for (EpochRecord record : Planted.train("method", method, "training-train", "0.5").history()) {
            assertThat(record.positiveWeightDeciles()).hasSize(9).isSorted();
            assertThat(record.positiveWeightDeciles()[0]).isNotNegative();
            assertThat(record.positiveWeightDeciles()[8]).isLessThanOrEqualTo(1);
            assertThat(record.meanPositiveWeight()).isBetween(0.0, 1.0);
        }
    }

    private List<Step> record(String... settings) {
        Trainer trainer = new Trainer(Planted.config(settings).with("method", "ig"), new ScalarKernels());
        RecordingBackbone backbone = new RecordingBackbone(trainer.initialModel(data).labels());
        trainer.train(new RecommenderModel(backbone), data, backbone);
        return backbone.steps();
    }

    private static Set<Integer> pairs(List<Step> steps, int epoch, Predicate<Step> kind) {
        return steps.stream()
                .filter(step -> step.epoch() == epoch)
                .filter(kind)
                .flatMap(step -> step.labelled().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Integer> unlabeled(List<Step> steps, int epoch) {
        return steps.stream()
                .filter(step -> step.epoch() == epoch)
                .flatMap(step -> step.unlabeled().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<Integer> labelledPairs() {
        Interactions train = data.train();
        Set<Integer> pairs = new TreeSet<>();
        for (int row : train.labelledRows()) {
            pairs.add(train.user(row) * 1000 + train.item(row));
        }
        return pairs;
    }
}
