package dev.obverse.bench.work;

import dev.obverse.core.Interactions;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.train.TrainingData;

/**
 * Labelled rows without meaning whose ids are as unequal as those of a real log: user {@code floor(U r^1.5)}, item {@code floor(I r^2)},
 * r uniform, so that a tenth of the users has a fifth of the rows and a tenth of the items a third. What a row costs depends on its ids
 * alone.
 */
final class SkewedLog {
    private SkewedLog() {}

    static TrainingData data(int rows, int users, int items) {
        SplitMix64 random = new SplitMix64(5);
        Interactions.Builder log = new Interactions.Builder(rows);
        for (int row = 0; row < rows; row++) {
            log.add(user(random, users), item(random, items), (byte) random.nextInt(2));
        }
        return new TrainingData(log.build(), Interactions.empty(), users, items);
    }

    static int user(SplitMix64 random, int users) {
        return (int) (users * Math.pow(random.nextDouble(), 1.5));
    }

    static int item(SplitMix64 random, int items) {
        double r = random.nextDouble();
        return (int) (items * r * r);
    }
}
