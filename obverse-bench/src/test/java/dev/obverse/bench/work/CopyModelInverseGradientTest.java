package dev.obverse.bench.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.BackboneKind;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.optimizer.LazyAdam;
import dev.obverse.core.optimizer.Optimizer;
import dev.obverse.core.optimizer.TrialStep;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.train.Choice;
import dev.obverse.core.train.ChoicePolicy;
import dev.obverse.core.train.EpochStatistics;
import dev.obverse.core.train.InverseGradient;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rival that trained another model would be no rival: the copying step goes where the engine's goes. */
class CopyModelInverseGradientTest {
    private static final int USERS = 40;
    private static final int ITEMS = 30;
    private static final int BATCH = 32;
    private static final int STEPS = 60;
    private static final double RATE = 0.01;
    private static final double ALPHA = 0.01;

    private final Kernels kernels = new ScalarKernels();

    @ParameterizedTest
    @EnumSource(BackboneKind.class)
    void endsAtTheSameParametersByTheSameChoices(BackboneKind kind) {
        RecommenderModel engine = model(kind);
        RecommenderModel copied = model(kind);
        InverseGradient expected = new InverseGradient(
                engine.labels(), adam(engine), ALPHA, TrialStep.SIGN, ChoicePolicy.THREE_WAY, kernels, BATCH);
        CopyModelInverseGradient actual =
                new CopyModelInverseGradient(copied, () -> model(kind), adam(copied), ALPHA, kernels, BATCH);
        EpochStatistics statistics = new EpochStatistics();
        SplitMix64 random = new SplitMix64(3);
        Set<Choice> choices = EnumSet.noneOf(Choice.class);

        for (int step = 0; step < STEPS; step++) {
            Batch unlabeled = batch(random, false);
            Batch labelled = batch(random, true);
            Choice choice = expected.advance(unlabeled, labelled, statistics);
            assertThat(actual.step(unlabeled, labelled, statistics)).as("choice of step %d", step).isEqualTo(choice);
            choices.add(choice);
        }
        assertThat(choices).as("ways that were taken").hasSizeGreaterThan(1);
        List<float[]> values = engine.parameters().snapshot();
        for (int tensor = 0; tensor < values.size(); tensor++) {
            assertThat(copied.parameters().snapshot().get(tensor)).containsExactly(values.get(tensor), within(1e-5f));
        }
    }

    private RecommenderModel model(BackboneKind kind) {
        return Architecture.of(kind, 8, false, false, false).build(USERS, ITEMS, kernels, new SplitMix64(1));
    }

    private Optimizer adam(RecommenderModel model) {
        Optimizer adam = new LazyAdam(kernels, RATE, 0);
        model.parameters().reserveState(adam.stateSlots());
        return adam;
    }

    private static Batch batch(SplitMix64 random, boolean labelled) {
        Batch batch = new Batch(BATCH);
        for (int i = 0; i < BATCH; i++) {
            int user = random.nextInt(USERS);
            int item = random.nextInt(ITEMS);
            byte label = (user + item) % 2 == 0 ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE;
            batch.add(user, item, labelled ? label : Label.UNLABELED_CODE);
        }
        return batch;
    }
}
