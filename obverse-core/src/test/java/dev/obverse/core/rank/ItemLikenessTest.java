package dev.obverse.core.rank;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.rank.ItemLikeness.Near;
import dev.obverse.core.sample.SplitMix64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The nearest items against a sort of all cosines, where rows repeat, differ in the last digits, have no direction, or are huge. */
class ItemLikenessTest {
    private static final int ITEMS = 400;
    private static final int WIDTH = 20;

    private static ItemLikeness likeness(Kernels kernels, float scale) {
        RecommenderModel model =
                new Architecture(WIDTH, 0, List.of(), false, false, false).build(3, ITEMS, kernels, new SplitMix64(1));
        TensorView rows = model.parameters().tensor("item_gmf");
        SplitMix64 random = new SplitMix64(2);
        for (int item = 0; item < ITEMS; item++) {
            for (int k = 0; k < WIDTH; k++) {
                float fresh = (float) random.nextGaussian() * scale;
                // A tenth is zero, a tenth repeats the row before, a tenth is close to row 0.
                float value = switch (item % 10) {
                    case 4 -> 0f;
                    case 6 -> rows.get(item - 1, k);
                    case 8 -> rows.get(0, k) * (1 + 1e-6f * (float) random.nextGaussian());
                    default -> fresh;
                };
                rows.set(item, k, value);
            }
        }
        return requireNonNull(ItemLikeness.of(model.labels(), ITEMS, kernels));
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void theNearestAreTheHeadOfASortOfAllCosines(Kernels kernels) {
        for (float scale : new float[] {1f, 1e-12f, 1e18f, 1e30f}) {
            ItemLikeness likeness = likeness(kernels, scale);
            for (int item = 0; item < ITEMS; item += 13) {
                int own = item;
                List<Near> all = IntStream.range(0, ITEMS).filter(other -> other != own)
                        .mapToObj(other -> new Near(other, likeness.cosine(own, other)))
                        .filter(near -> !Double.isNaN(near.cosine()))
                        .sorted(Comparator.comparingDouble((Near near) -> -near.cosine()).thenComparingInt(Near::item))
                        .toList();
                assertThat(likeness.nearest(item, ITEMS)).isEqualTo(all);
                for (int n : new int[] {1, 7, 50}) {
                    assertThat(likeness.nearest(item, n)).as("item %d, n %d, scale %g", item, n, scale)
                            .isEqualTo(all.subList(0, Math.min(n, all.size())));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.obverse.core.kernel.Providers#stream")
    void aBoundIsNeverBelowItsCosine(Kernels kernels) {
        ItemLikeness likeness = likeness(kernels, 1f);
        for (int one = 0; one < ITEMS; one += 7) {
            for (int other = 0; other < ITEMS; other++) {
                double cosine = likeness.cosine(one, other);
                if (!Double.isNaN(cosine)) {
                    assertThat(likeness.cosineAtMost(one, other)).isBetween(cosine, cosine + 1e-5);
                }
            }
        }
    }
}
