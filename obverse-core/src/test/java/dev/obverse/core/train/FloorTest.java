package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.Interactions;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.metric.Metric;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The floors and the bias prior, which are both made of shrunk rates. */
class FloorTest {
    /** User 0: 2 of 3 positive, user 1: 0 of 1, user 2: no label. Item 0: 1 of 2, item 1: 1 of 2, item 2: none. g = 1/2. */
    private final TrainingData data = new TrainingData(
            Interactions.of(new int[] {0, 0, 0, 1, 2}, new int[] {0, 1, 0, 1, 2}, new byte[] {1, 1, 0, 0, 2}), Interactions.empty(), 3, 3);
    private final ShrunkRates rates = ShrunkRates.of(data);

    @Test
    void ratesAreShrunkTowardsTheGlobalShareByFiveLabels() {
        assertThat(data.positiveShare()).isEqualTo(0.5);
        assertThat(rates.user(0)).isCloseTo((2 + 2.5) / (3 + 5), within(1e-15));
        assertThat(rates.user(1)).isCloseTo(2.5 / 6, within(1e-15));
        assertThat(rates.user(2)).as("an UNLABELED row is no label").isCloseTo(0.5, within(1e-15));
        assertThat(rates.item(0)).isCloseTo(3.5 / 7, within(1e-15));
        assertThat(rates.user(Interactions.UNKNOWN)).isEqualTo(0.5);
        assertThat(rates.item(Interactions.UNKNOWN)).isEqualTo(0.5);
    }

    @Test
    void twoMeanAddsTheRatesAndItemMeanTakesTheItems() {
        Interactions rows = Interactions.of(new int[] {0, 1, -1}, new int[] {0, -1, 1}, new byte[] {1, 0, 1});
        double[] twoMean = Floor.TWO_MEAN.logits(rates, rows, 1);
        assertThat(twoMean[0]).isCloseTo(logit(rates.user(0) + rates.item(0) - 0.5), within(1e-12));
        assertThat(twoMean[1]).isCloseTo(logit(rates.user(1)), within(1e-12));
        assertThat(Floor.ITEM_MEAN.logits(rates, rows, 1)).containsExactly(logit(0.5), logit(0.5), logit(rates.item(1)));
    }

    @Test
    void twoMeanStaysFiniteAndInOrderWhereTheSumLeavesTheUnitInterval() {
        ShrunkRates extreme = new ShrunkRates(0.5, new double[] {0.9, 0.95, 0.995, 0.01}, new double[] {0.9, 0.02});
        Interactions rows = Interactions.of(new int[] {3, 0, 1, 2}, new int[] {1, 0, 0, 0}, new byte[4]);
        assertThat(Floor.TWO_MEAN.logits(extreme, rows, 1)).isSorted().doesNotHaveDuplicates()
                .satisfies(logits -> assertThat(Arrays.stream(logits)).allMatch(Double::isFinite));
    }

    @Test
    void floorsOfThePlantedLogComeInTheirOrder() {
        TrainingData planted = Planted.data();
        ShrunkRates plantedRates = ShrunkRates.of(planted);
        double[] auc = new double[Floor.values().length];
        for (Floor floor : Floor.values()) {
            auc[floor.ordinal()] =
                    Scorer.evaluate(planted.valid(), floor.logits(plantedRates, planted.valid(), 3)).get(Metric.AUC);
        }
        assertThat(auc[Floor.RANDOM.ordinal()]).isCloseTo(0.5, within(0.12));
        assertThat(auc[Floor.ITEM_MEAN.ordinal()]).isGreaterThan(0.65);
        assertThat(auc[Floor.TWO_MEAN.ordinal()]).isGreaterThan(0.65);
        assertThat(Floor.RANDOM.logits(plantedRates, planted.valid(), 3)).isEqualTo(Floor.RANDOM.logits(plantedRates, planted.valid(), 3))
                .isNotEqualTo(Floor.RANDOM.logits(plantedRates, planted.valid(), 4));
    }

    @Test
    void theBiasPriorIsTheShrunkLogOdds() {
        TrainingData planted = Planted.data();
        ShrunkRates plantedRates = ShrunkRates.of(planted);
        RecommenderModel model = Planted.trainer("bias", "prior", "linear", "true").initialModel(planted);
        double g = logit(planted.positiveShare());
        assertThat((double) model.parameters().tensor("out_bias").get(0, 0)).isCloseTo(g, within(1e-6));
        for (int user = 0; user < Planted.USERS; user++) {
            assertThat((double) model.parameters().tensor("user_bias").get(user, 0))
                    .isCloseTo(logit(plantedRates.user(user)) - g, within(1e-6));
        }
        for (int item = 0; item < Planted.ITEMS; item++) {
            assertThat((double) model.parameters().tensor("item_bias").get(item, 0))
                    .isCloseTo(logit(plantedRates.item(item)) - g, within(1e-6));
        }
        assertThat(model.parameters().tensor("item_linear").copy()).containsOnly(0f);
    }

    @Test
    void aModelWithThePriorStartsAtAboutTheTwoMeanFloor() {
        TrainingData planted = Planted.data();
        double floor = Scorer.evaluate(planted.valid(), Floor.TWO_MEAN.logits(ShrunkRates.of(planted), planted.valid(), 1)).get(Metric.AUC);
        double start = new Scorer(Planted.trainer("bias", "prior").initialModel(planted).labels()).evaluate(planted.valid()).get(Metric.AUC);
        assertThat(start).isCloseTo(floor, within(0.01));
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }
}
