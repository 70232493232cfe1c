package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.sample.SeenItems;
import dev.obverse.core.train.RecordingBackbone.Step;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the epochs of labelled-only, sampled negatives and IDL are made of, seen by a backbone that notes every pair. */
class MixedMethodTest {
    private final TrainingData data = Planted.withoutValidation();
    private final int labelled = data.train().labelledRows().length;

    @ParameterizedTest
    @CsvSource({"bce, 0", "sampled, 1", "idl, 3", "tce, 1", "rce, 2"})
    void anEpochSeesEveryLabelledRowOnceInFullBatches(String method, int ratio) {
        List<Step> steps = record(method, "unlabeled-ratio", Integer.toString(Math.max(1, ratio)));
        for (int epoch = 1; epoch <= 2; epoch++) {
            List<Step> ofEpoch = of(steps, epoch);
            assertThat(ofEpoch).hasSize((labelled * (1 + ratio) + 127) / 128);
            assertThat(ofEpoch.stream().mapToInt(step -> step.labelled().size()).sum()).isEqualTo(labelled);
            assertThat(pairs(ofEpoch, Step::labelled)).hasSize(labelled);
            assertThat(ofEpoch).allMatch(step -> step.labelled().size() + step.unlabeled().size() <= 128);
        }
        assertThat(of(steps, 1).get(0).labelled()).as("reshuffled").isNotEqualTo(of(steps, 2).get(0).labelled());
    }

    @Test
    void unlabeledPairsAreDrawnAnewEachEpochFromUnexposedOnes() {
        List<Step> steps = record("sampled", "unlabeled-ratio", "2");
        Set<Integer> first = pairs(of(steps, 1), Step::unlabeled);
        Set<Integer> second = pairs(of(steps, 2), Step::unlabeled);
        SeenItems seen = SeenItems.of(data.train(), Planted.USERS, Planted.ITEMS);
        assertThat(first).noneMatch(pair -> seen.contains(pair / 1000, pair % 1000)).hasSizeGreaterThan(labelled).isNotEqualTo(second);
    }

    @Test
    void labelledOnlyNeverAsksForAnUnlabeledPair() {
        assertThat(record("bce")).allMatch(step -> step.unlabeled().isEmpty());
    }

    @Test
    void labelledAndUnlabeledPairsAreShuffledTogether() {
        assertThat(record("idl")).allSatisfy(step -> {
            assertThat(step.labelled()).isNotEmpty();
            assertThat(step.unlabeled()).isNotEmpty();
        });
    }

    private List<Step> record(String method, String... settings) {
        Trainer trainer = new Trainer(Planted.config(settings).with("method", method).with("epochs", "2"), new ScalarKernels());
        RecordingBackbone backbone = new RecordingBackbone(trainer.initialModel(data).labels());
        trainer.train(new RecommenderModel(backbone), data, backbone);
        return backbone.steps();
    }

    private static List<Step> of(List<Step> steps, int epoch) {
        return steps.stream().filter(step -> step.epoch() == epoch).toList();
    }

    private static Set<Integer> pairs(List<Step> steps, Function<Step, Set<Integer>> kind) {
        return steps.stream().flatMap(step -> kind.apply(step).stream()).collect(Collectors.toCollection(TreeSet::new));
    }
}
