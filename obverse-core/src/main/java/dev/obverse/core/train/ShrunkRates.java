package dev.obverse.core.train;

import dev.obverse.core.loss.Logistic;

/**
 * Each user's and each item's share of positives among its training labels, shrunk towards the global share g by five labels' worth:
 * {@code (positives + 5 g) / (labels + 5)}. The two-mean floor is made of it, and the bias prior.
 *
 * @param global g, in (0, 1)
 * @param users the rate of each user
 * @param items the rate of each item
 */
public record ShrunkRates(double global, double[] users, double[] items) {
    private static final double SHRINKAGE = 5;

    /** Counts the labelled training rows. */
    public static ShrunkRates of(TrainingData data) {
        double global = data.positiveShare();
        return new ShrunkRates(
                global,
                shrink(data.positivesOfUsers(), data.labelsOfUsers(), global),
                shrink(data.positivesOfItems(), data.labelsOfItems(), global));
    }

    /**
     * Returns the rates of some users or items.
     *
     * @param positives how many POSITIVE rows each has
     * @param labels how many labelled rows each has
     * @param global the share that they are shrunk towards
     */
    public static double[] shrink(int[] positives, int[] labels, double global) {
        double[] rates = new double[labels.length];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = (positives[i] + SHRINKAGE * global) / (labels[i] + SHRINKAGE);
        }
        return rates;
    }

    /** Returns the rate of a user, or the global one if the user is unknown. */
    public double user(int user) {
        return user < 0 ? global : users[user];
    }

    /** Returns the rate of an item, or the global one if the item is unknown. */
    public double item(int item) {
        return item < 0 ? global : items[item];
    }

    /** Returns {@code logit(rate of user) - logit(g)}: how far the user's bias lies from 0. */
    public double userBias(int user) {
        return Logistic.logit(user(user)) - Logistic.logit(global);
    }

    /** Returns {@code logit(rate of item) - logit(g)}: how far the item's bias lies from 0. */
    public double itemBias(int item) {
        return Logistic.logit(item(item)) - Logistic.logit(global);
    }
}
