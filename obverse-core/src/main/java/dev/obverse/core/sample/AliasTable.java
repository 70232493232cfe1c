package dev.obverse.core.sample;

/**
 * Draws an index with probability in proportion to its weight, in constant time (Walker, 1977, in the way that Vose, 1991, builds it).
 * Every cell is as likely as any other and holds its own index up to a threshold and one alias above it. Twelve bytes an index.
 */
public final class AliasTable {
    private final double[] thresholds;
    private final int[] aliases;

    /**
     * Builds the table.
     *
     * @param weights one for each index, finite, none negative, one at least above 0
     * @throws IllegalArgumentException if they are not
     */
    public AliasTable(double[] weights) {
        int n = weights.length;
        double sum = 0;
        for (double weight : weights) {
            if (!(weight >= 0)) {
                throw new IllegalArgumentException("a weight is " + weight);
            }
            sum += weight;
        }
        if (!(sum > 0 && Double.isFinite(sum))) {
            throw new IllegalArgumentException("the weights add up to " + sum);
        }
        thresholds = new double[n];
        aliases = new int[n];
        int[] order = new int[n];
        int small = 0;
        int large = n;
        for (int i = 0; i < n; i++) {
            thresholds[i] = weights[i] * n / sum;
            aliases[i] = i;
            order[thresholds[i] < 1 ? small++ : --large] = i;
        }
        pair(order, small);
    }

    /** Fills each cell below one from a cell above; {@code order} holds the cells below first and those above behind them. */
    private void pair(int[] order, int firstLarge) {
        int above = firstLarge;
        int below = 0;
        while (below < above && above < order.length) {
            int cell = order[below++];
            int giver = order[above];
            aliases[cell] = giver;
            thresholds[giver] -= 1 - thresholds[cell];
            if (thresholds[giver] < 1) {
                // The giver is now the last of the cells below: it stands just where they end.
                above++;
            }
        }
        closeLeftOvers(order, below);
    }

    /** What is left over differs from a full cell by rounding only. */
    private void closeLeftOvers(int[] order, int from) {
        for (int i = from; i < order.length; i++) {
            thresholds[order[i]] = 1;
        }
    }

    /** Draws an index. */
    public int draw(SplitMix64 random) {
        int cell = random.nextInt(aliases.length);
        return random.nextDouble() < thresholds[cell] ? cell : aliases[cell];
    }
}
