package dev.obverse.core.metric;

/** What a place of a ranking is worth in NDCG (Järvelin and Kekäläinen, TOIS 2002): {@code 1 / log2(place + 1)}, places counted from 1. */
public final class Discounts {
    private Discounts() {}

    /** Returns the sums of the first n discounts, for n from 0 to {@code places}. */
    public static double[] sums(int places) {
        double[] sums = new double[places + 1];
        for (int place = 1; place <= places; place++) {
            sums[place] = sums[place - 1] + Math.log(2) / Math.log(place + 1);
        }
        return sums;
    }
}
