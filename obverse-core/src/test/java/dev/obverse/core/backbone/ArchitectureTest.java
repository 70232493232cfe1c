package dev.obverse.core.backbone;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.SplitMix64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
    @Test
    void neumfOf32IsThePapersTower() {
        Architecture architecture = Architecture.of(BackboneKind.NEUMF, 32, false, false, false);
        RecommenderModel model = build(architecture, 3, 4);
        assertThat(shape(model, "user_gmf")).containsExactly(3L, 32L);
        assertThat(shape(model, "item_mlp")).containsExactly(4L, 128L);
        assertThat(shape(model, "mlp_weight_0")).containsExactly(128L, 256L);
        assertThat(shape(model, "mlp_weight_1")).containsExactly(64L, 128L);
        assertThat(shape(model, "mlp_weight_2")).containsExactly(32L, 64L);
        assertThat(shape(model, "mlp_bias_2")).containsExactly(32L);
        assertThat(shape(model, "out_weight")).containsExactly(64L);
    }

    @ParameterizedTest
    @CsvSource({
        "GMF, false, false, user_gmf item_gmf out_weight out_bias",
        "GMF, true, true, user_gmf item_gmf user_bias item_bias out_weight out_bias item_linear user_linear",
        "MLP, true, false, user_mlp item_mlp user_bias item_bias mlp_weight_0 mlp_bias_0 mlp_weight_1 mlp_bias_1 mlp_weight_2 mlp_bias_2 "
                + "out_weight out_bias"
    })
    void holdsTheTensorsOfItsTermsAndNoOther(BackboneKind kind, boolean biases, boolean linear, String names) {
        RecommenderModel model = build(Architecture.of(kind, 4, biases, linear, false), 3, 4);
        assertThat(model.parameters().tensors()).extracting(TensorView::name).containsExactlyInAnyOrder(names.split(" "));
        assertThat(model.exposure()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "GMF, false, false, false", "GMF, true, true, true", "MLP, true, false, false", "MLP, false, true, true", "NEUMF, false, false, true",
        "NEUMF, true, true, true"
    })
    void countsItsParametersWithoutBuildingThem(BackboneKind kind, boolean biases, boolean linear, boolean exposure) {
        Architecture architecture = Architecture.of(kind, 4, biases, linear, exposure);
        long built = build(architecture, 3, 7).parameters().snapshot().stream().mapToLong(values -> values.length).sum();
        assertThat(architecture.parameters(3, 7)).isEqualTo(built);
    }

    @Test
    void theExposureHeadSharesTheEmbeddingsAndNothingElse() {
        RecommenderModel model = build(Architecture.of(BackboneKind.GMF, 4, true, true, true), 3, 4);
        Backbone exposure = requireNonNull(model.exposure());
        assertThat(exposure.parameters().tensors()).extracting(TensorView::name)
                .containsExactlyInAnyOrder(
                        "user_gmf", "item_gmf", "exposure_weight", "exposure_bias", "user_exposure_bias", "item_exposure_bias");
        assertThat(exposure.parameters().tables().subList(0, 2)).isEqualTo(model.labels().parameters().tables().subList(0, 2));
        assertThat(model.parameters().tensors()).extracting(TensorView::name).doesNotHaveDuplicates().hasSize(8 + 4);
    }

    @Test
    void startsFromTheDocumentedDistributions() {
        RecommenderModel model = build(Architecture.of(BackboneKind.NEUMF, 16, true, true, true), 2000, 2000);
        for (String name : List.of("user_gmf", "item_gmf", "user_mlp", "item_mlp")) {
            float[] values = values(model, name);
            assertThat(deviation(values)).as(name).isCloseTo(0.01, within(2e-4));
        }
        assertUniform(values(model, "out_weight"), Math.sqrt(3.0 / 32));
        assertUniform(values(model, "exposure_weight"), Math.sqrt(3.0 / 80));
        assertUniform(values(model, "mlp_weight_0"), Math.sqrt(6.0 / (128 + 64)));
        assertUniform(values(model, "mlp_weight_2"), Math.sqrt(6.0 / (32 + 16)));
        for (String name : List.of("out_bias", "user_bias", "item_bias", "mlp_bias_0", "user_linear", "item_linear", "exposure_bias")) {
            assertThat(values(model, name)).as(name).containsOnly(0f);
        }
    }

    @Test
    void aSeedIsAModel() {
        Architecture architecture = Architecture.of(BackboneKind.NEUMF, 4, false, false, false);
        List<float[]> one = architecture.build(5, 6, new ScalarKernels(), new SplitMix64(1)).parameters().snapshot();
        List<float[]> same = architecture.build(5, 6, new ScalarKernels(), new SplitMix64(1)).parameters().snapshot();
        List<float[]> other = architecture.build(5, 6, new ScalarKernels(), new SplitMix64(2)).parameters().snapshot();
        assertThat(same).usingRecursiveComparison().isEqualTo(one);
        assertThat(other.get(0)).isNotEqualTo(one.get(0));
    }

    @Test
    void aBackboneWithoutEmbeddingsIsRefused() {
        assertThatThrownBy(() -> new Architecture(0, 0, List.of(), true, false, false)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RecommenderModel build(Architecture architecture, int users, int items) {
        return architecture.build(users, items, new ScalarKernels(), new SplitMix64(8));
    }

    private static float[] values(RecommenderModel model, String name) {
        return model.parameters().tensor(name).copy();
    }

    private static List<Long> shape(RecommenderModel model, String name) {
        return model.parameters().tensor(name).shape();
    }

    private static double deviation(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares / values.length);
    }

    /** Fills the interval from -limit to limit, with its standard deviation where there are many values. */
    private static void assertUniform(float[] values, double limit) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat((double) largest).isBetween(0.85 * limit, limit);
        if (values.length > 500) {
            assertThat(deviation(values)).isCloseTo(limit / Math.sqrt(3), within(0.06 * limit));
        }
    }
}
