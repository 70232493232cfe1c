package dev.obverse.lab.run;

import dev.obverse.core.loss.Logistic;
import dev.obverse.lab.result.CalibrationBin;
import java.util.ArrayList;
import java.util.List;

/** The reliability diagram behind the expected calibration error (Guo et al., ICML 2017): 15 bins of equal width of P(positive). */
final class CalibrationBins {
    private static final int BINS = 15;

    private CalibrationBins() {}

    static List<CalibrationBin> of(boolean[] positives, double[] logits) {
        int[] rows = new int[BINS];
        double[] predicted = new double[BINS];
        int[] observed = new int[BINS];
        for (int row = 0; row < logits.length; row++) {
            double probability = Logistic.sigmoid(logits[row]);
            int bin = Math.min(BINS - 1, (int) (BINS * probability));
            rows[bin]++;
            predicted[bin] += probability;
            observed[bin] += positives[row] ? 1 : 0;
        }
        List<CalibrationBin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (rows[bin] > 0) {
                bins.add(new CalibrationBin(rows[bin], predicted[bin] / rows[bin], observed[bin] / (double) rows[bin]));
            }
        }
        return bins;
    }
}
