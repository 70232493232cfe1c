package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.parameter.TensorView;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same seed, data and config give the same bits; another seed gives others. */
class SeedTest {
    @ParameterizedTest
    @CsvSource({
        "bce, gmf, none, unexposed", "sampled, gmf, zero, unexposed", "idl, mlp, none, mixed", "ig, gmf, prior, exposed",
        "ig, neumf, zero, mixed"
    })
    void theSeedDecidesEveryBit(String method, String backbone, String bias, String pool) {
        String[] settings = {
            "method", method, "backbone", backbone, "bias", bias, "pool", pool, "epochs", "3", "unlabeled-ratio", "2", "training-train", "0.6"
        };
        TrainingResult first = train("7", settings);
        TrainingResult second = train("7", settings);
        TrainingResult other = train("8", settings);
        assertThat(bits(second)).isEqualTo(bits(first)).isNotEqualTo(bits(other));
        assertThat(history(second)).isEqualTo(history(first)).isNotEqualTo(history(other));
        assertThat(second.bestEpoch()).isEqualTo(first.bestEpoch());
    }

    @ParameterizedTest
    @CsvSource({"bce", "idl", "ig"})
    void trainingTheSameModelAgainStartsAFreshOptimizer(String method) {
        String[] settings = {"method", method, "epochs", "2", "seed", "3"};
        TrainingData data = Planted.data();
        TrainingResult once = Planted.trainer(settings).train(data, TrainingListener.NONE);
        List<float[]> values = once.model().parameters().snapshot();
        TrainingResult again = Planted.trainer(settings).train(once.model(), data, TrainingListener.NONE);

        Trainer trainer = Planted.trainer(settings);
        RecommenderModel copy = trainer.initialModel(data);
        copy.parameters().restore(values);
        assertThat(bits(trainer.train(copy, data, TrainingListener.NONE))).isEqualTo(bits(again));
    }

    private static TrainingResult train(String seed, String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "seed";
        all[settings.length + 1] = seed;
        return Planted.train(all);
    }

    private static List<String> bits(TrainingResult result) {
        return result.model().parameters().tensors().stream()
                .map((TensorView tensor) -> tensor.name() + Arrays.toString(rawBits(tensor.copy())))
                .toList();
    }

    private static int[] rawBits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }

    /** All of the history but the seconds. */
    private static List<String> history(TrainingResult result) {
        return result.history().stream()
                .map(e -> e.epoch() + " " + e.losses() + " " + e.valid() + " " + e.choices() + " " + e.meanPositiveWeight() + " "
                        + Arrays.toString(e.positiveWeightDeciles()) + " " + e.best())
                .toList();
    }
}
