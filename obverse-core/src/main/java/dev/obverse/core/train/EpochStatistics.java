package dev.obverse.core.train;

import dev.obverse.core.loss.Objective;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an epoch did, counted while it runs: mean losses by name, the choices of the Inverse Gradient, and the distribution of the positive
 * weights that unlabeled pairs were given.
 */
public final class EpochStatistics implements Objective.WeightObserver {
    private static final int BINS = 1000;

    /**
     * What has been counted so far.
     *
     * @param names names of the losses, in the order in which they first appeared
     * @param lossSums sum of each loss
     * @param steps number of steps behind each sum
     * @param choices how often each {@link Choice} was made, by ordinal
     * @param weightBins how many positive weights fell in each bin of 1/1000
     * @param weightSum sum of the positive weights
     */
    public record Counts(
            List<String> names, double[] lossSums, long[] steps, long[] choices, long[] weightBins, double weightSum) {
        /** Nothing yet. */
        static final Counts NONE =
                new Counts(List.of(), new double[0], new long[0], new long[Choice.values().length], new long[BINS + 1], 0);

        /**
         * Checks that the parts fit together.
         *
         * @throws IllegalArgumentException if they do not
         */
        public Counts {
            if (lossSums.length != names.size() || steps.length != names.size() || choices.length != Choice.values().length
                    || weightBins.length != BINS + 1) {
                throw new IllegalArgumentException("counts of " + names.size() + " losses, " + choices.length + " choices and "
                        + weightBins.length + " bins do not fit together");
            }
        }
    }

    private String[] names = new String[8];
    private double[] lossSums = new double[8];
    private long[] steps = new long[8];
    private int losses;
    private final long[] choices = new long[Choice.values().length];
    private final long[] weightBins = new long[BINS + 1];
    private double weightSum;
    private long weightCount;

    /** Starts with nothing counted. */
    public EpochStatistics() {}

    /** Takes note of the loss of one step. An epoch has a handful of names, so a search beats a map. */
    public void loss(String name, double value) {
        int at = 0;
        while (at < losses && !names[at].equals(name)) {
            at++;
        }
        if (at == losses) {
            add(name);
        }
        lossSums[at] += value;
        steps[at]++;
    }

    private void add(String name) {
        if (losses == names.length) {
            names = Arrays.copyOf(names, 2 * losses);
            lossSums = Arrays.copyOf(lossSums, 2 * losses);
            steps = Arrays.copyOf(steps, 2 * losses);
        }
        names[losses] = name;
        lossSums[losses] = 0;
        steps[losses++] = 0;
    }

    /** Takes note of one choice of the Inverse Gradient. */
    public void choice(Choice choice) {
        choices[choice.ordinal()]++;
    }

    @Override
    public void positiveWeight(double weight) {
        weightSum += weight;
        weightCount++;
        weightBins[(int) (weight * BINS)]++;
    }

    /** Returns the mean over steps of each loss, in the order in which they first appeared. */
    public Map<String, Double> meanLosses() {
        Map<String, Double> means = new LinkedHashMap<>();
        for (int i = 0; i < losses; i++) {
            means.put(names[i], lossSums[i] / steps[i]);
        }
        return means;
    }

    /** Returns how often each choice was made; all zero where no trial was made. */
    public Map<Choice, Long> choices() {
        Map<Choice, Long> counts = new LinkedHashMap<>();
        for (Choice choice : Choice.values()) {
            counts.put(choice, choices[choice.ordinal()]);
        }
        return counts;
    }

    /** Returns how many unlabeled pairs were given a weight. */
    public long weightedPairs() {
        return weightCount;
    }

    /** Returns the mean positive weight of unlabeled pairs, or NaN where there was none. */
    public double meanPositiveWeight() {
        return weightCount == 0 ? Double.NaN : weightSum / weightCount;
    }

    /** Returns the nine deciles of the positive weight, to 1/1000, or none where no pair was weighted. */
    public double[] positiveWeightDeciles() {
        if (weightCount == 0) {
            return new double[0];
        }
        double[] deciles = new double[9];
        int bin = 0;
        long below = weightBins[0];
        for (int d = 1; d <= 9; d++) {
            long rank = (weightCount * d + 9) / 10;
            while (below < rank) {
                below += weightBins[++bin];
            }
            deciles[d - 1] = bin / (double) BINS;
        }
        return deciles;
    }

    /** Returns a copy of what has been counted. */
    Counts counts() {
        return new Counts(
                List.of(Arrays.copyOf(names, losses)), Arrays.copyOf(lossSums, losses), Arrays.copyOf(steps, losses), choices.clone(),
                weightBins.clone(), weightSum);
    }

    /** Goes on from what was counted before. */
    void resumeAt(Counts counts) {
        clear();
        for (String name : counts.names()) {
            add(name);
        }
        System.arraycopy(counts.lossSums(), 0, lossSums, 0, losses);
        System.arraycopy(counts.steps(), 0, steps, 0, losses);
        System.arraycopy(counts.choices(), 0, choices, 0, choices.length);
        System.arraycopy(counts.weightBins(), 0, weightBins, 0, weightBins.length);
        weightSum = counts.weightSum();
        weightCount = Arrays.stream(weightBins).sum();
    }

    /** Forgets everything, for the next epoch. */
    void clear() {
        losses = 0;
        Arrays.fill(choices, 0);
        Arrays.fill(weightBins, 0);
        weightSum = 0;
        weightCount = 0;
    }
}
