package dev.obverse.lab.run;

import dev.obverse.core.metric.Metrics;
import dev.obverse.core.train.Floor;
import dev.obverse.core.train.Scorer;
import dev.obverse.core.train.ShrunkRates;
import java.util.EnumMap;
import java.util.Map;

/**
 * The floors of a slice on its judged rows.
 *
 * @param logits the logit that each floor gives to each judged row
 * @param metrics the metrics of these
 */
public record Floors(Map<Floor, double[]> logits, Map<Floor, Metrics> metrics) {
    /** Scores the judged rows of a slice. */
    public static Floors of(Slice slice) {
        ShrunkRates rates = ShrunkRates.of(slice.training());
        Map<Floor, double[]> logits = new EnumMap<>(Floor.class);
        Map<Floor, Metrics> metrics = new EnumMap<>(Floor.class);
        for (Floor floor : Floor.values()) {
            double[] scores = floor.logits(rates, slice.judged(), slice.dataSeed());
            logits.put(floor, scores);
            metrics.put(floor, Scorer.evaluate(slice.judged(), scores));
        }
        return new Floors(logits, metrics);
    }
}
