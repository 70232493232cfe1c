package dev.obverse.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.InvalidInputException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingConfigTest {
    private final TrainingConfig defaults = TrainingConfig.defaults();

    @ParameterizedTest
    @CsvSource({
        "epochs, 40", "patience, 10", "select, auc", "batch, 1024", "learning-rate, 0.001", "l2, 0", "dim, 32", "optimizer, adam",
        "step, sign", "policy, three-way", "training-train, 0.9", "warm-up, 0", "pool, unexposed", "unlabeled-ratio, 1", "bias, none",
        "linear, false", "direction, idl", "drop-rate, 0.1", "drop-steps, 3000", "beta, 0.2", "hard-of, 5", "exposure-epochs, 0",
        "exposure-share, 0.1"
    })
    void hasTheDocumentedDefaults(String name, String value) {
        assertThat(defaults.text(Setting.named(name))).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everyDefaultIsAllowed(Setting setting) {
        assertThat(defaults.with(setting, setting.defaultValue())).isEqualTo(defaults);
        assertThat(Setting.named(setting.key())).isSameAs(setting);
        assertThat(Setting.describe("bce")).contains(setting.key(), setting.meaning(), setting.allowed());
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void theDescriptionShowsTheDefaultsThatHoldUnderTheMethod(Setting setting) {
        String shown = TrainingConfig.of(Map.of("method", "obverse")).text(setting);
        assertThat(Setting.describe("obverse")).containsPattern("(?m)^  " + setting.key() + " +" + Pattern.quote(shown) + " ");
        assertThat(Setting.describe("bce")).containsPattern("(?m)^  " + setting.key() + " +" + Pattern.quote(setting.defaultValue()) + " ");
    }

    @Test
    void theDescriptionShowsBothDefaultsOfWhatAMethodBrings() {
        assertThat(Setting.describe("obverse")).contains("one of none, zero, prior; the default is none under other methods")
                .contains("; the default is 0 under other methods");
        assertThat(Setting.describe("bce")).doesNotContain("under other methods");
    }

    @ParameterizedTest
    @CsvSource({
        "learningrate, learning-rate", "learning_rate, learning-rate", "Batch, batch", "epoch, epochs", "unlabelled-ratio, unlabeled-ratio",
        "trainingtrain, training-train", "alhpa, alpha", "warmup, warm-up"
    })
    void anUnknownNameSuggestsTheNearest(String wrong, String right) {
        assertThatThrownBy(() -> defaults.with(wrong, "1"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("there is no setting '" + wrong + "'; did you mean '" + right + "'?");
    }

    @Test
    void anUnknownNameNearNothingListsThemAll() {
        assertThatThrownBy(() -> Setting.named("temperature"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("there is no setting 'temperature'; there are method, backbone, seed, epochs, ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "epochs | 0 | epochs is a whole number from 1 to 1000000, not '0'",
        "epochs | 1.5 | epochs is a whole number from 1 to 1000000, not '1.5'",
        "batch | -3 | batch is a whole number from 1 to 1048576, not '-3'",
        "batch | 99999999999 | batch is a whole number from 1 to 1048576, not '99999999999'",
        "dim | 0 | dim is a whole number from 1 to 4096, not '0'",
        "seed | one | seed is a whole number, not 'one'",
        "learning-rate | 0 | learning-rate is a number above 0 up to 100, not '0'",
        "learning-rate | -0.1 | learning-rate is a number above 0 up to 100, not '-0.1'",
        "learning-rate | NaN | learning-rate is a number above 0 up to 100, not 'NaN'",
        "learning-rate | Infinity | learning-rate is a number above 0 up to 100, not 'Infinity'",
        "l2 | -1 | l2 is a number from 0 up to 100, not '-1'",
        "training-train | 0 | training-train is a number above 0 and below 1, not '0'",
        "training-train | 1 | training-train is a number above 0 and below 1, not '1'",
        "alpha | 0 | alpha is auto or a number above 0 up to 1000, not '0'",
        "unlabeled-ratio | 0 | unlabeled-ratio is a whole number from 1 to 1000, not '0'",
        "drop-rate | 1 | drop-rate is a number from 0 and below 1, not '1'",
        "drop-steps | 0 | drop-steps is a whole number from 1 to 1000000000, not '0'",
        "beta | -1 | beta is a number from 0 up to 100, not '-1'",
        "hard-of | 0 | hard-of is a whole number from 1 to 1000, not '0'",
        "exposure-epochs | -1 | exposure-epochs is a number from 0 up to 1000000, not '-1'",
        "method | obvers | method is one of bce, sampled, idl, ig, tce, rce, dns, obverse, not 'obvers'; did you mean 'obverse'?",
        "backbone | gmv | backbone is one of gmf, mlp, neumf, not 'gmv'; did you mean 'gmf'?",
        "policy | threeway | policy is one of two-way, three-way, stay, not 'threeway'; did you mean 'three-way'?"
    })
    void aValueOutOfRangeIsRefusedInOneSentence(String name, String value, String sentence) {
        assertThatThrownBy(() -> defaults.with(name, value)).isInstanceOf(InvalidInputException.class).hasMessage(sentence);
    }

    @Test
    void alphaIsATenthOfTheLearningRateUnlessSet() {
        assertThat(defaults.with("learning-rate", "0.02").alpha()).isCloseTo(0.002, within(1e-15));
        assertThat(defaults.with("learning-rate", "0.02").with("alpha", "0.5").alpha()).isEqualTo(0.5);
    }

    @Test
    void theMapRepeatsTheConfig() {
        TrainingConfig config = TrainingConfig.of(Map.of("method", "ig", "backbone", "neumf", "seed", "-9223372036854775808", "alpha", "1e-4"));
        assertThat(TrainingConfig.of(config.toMap())).isEqualTo(config).hasSameHashCodeAs(config).isNotEqualTo(defaults);
        assertThat(config.toMap()).hasSize(Setting.values().length).containsEntry("dim", "32").containsEntry("alpha", "1e-4");
        assertThat(config.seed()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void thePresetBringsItsSettings() {
        TrainingConfig config = defaults.with("method", "obverse");
        assertThat(config.toMap())
                .containsEntry("method", "obverse").containsEntry("bias", "prior").containsEntry("linear", "true")
                .containsEntry("exposure-epochs", "10").containsEntry("pool", "auto").containsEntry("epochs", "40");
        assertThat(TrainingConfig.of(config.toMap())).isEqualTo(config).hasSameHashCodeAs(config);
    }

    @Test
    void aSettingThatIsSaidWinsOverThePresetInEitherOrder() {
        TrainingConfig before = defaults.with("bias", "none").with("exposure-epochs", "0").with("method", "obverse");
        TrainingConfig after = defaults.with("method", "obverse").with("exposure-epochs", "0").with("bias", "none");
        assertThat(before).isEqualTo(after);
        assertThat(before.text(Setting.BIAS)).as("said, though it is the default").isEqualTo("none");
        assertThat(before.text(Setting.LINEAR)).isEqualTo("true");
    }

    @Test
    void anotherMethodTakesThePresetBackButNothingThatWasSaid() {
        TrainingConfig config = defaults.with("method", "obverse").with("linear", "true").with("method", "bce");
        assertThat(config).isEqualTo(defaults.with("linear", "true"));
    }

    @Test
    void blanksAroundAValueDoNotCount() {
        assertThat(defaults.with("batch", " 64 ")).isEqualTo(defaults.with("batch", "64"));
    }

    @Test
    void changingACopyLeavesTheOriginal() {
        assertThat(defaults.with("batch", "64").whole(Setting.BATCH)).isEqualTo(64);
        assertThat(defaults.whole(Setting.BATCH)).isEqualTo(1024);
    }
}
