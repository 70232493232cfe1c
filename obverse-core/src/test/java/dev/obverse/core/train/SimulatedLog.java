package dev.obverse.core.train;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.sample.SplitMix64;

/** A small log with taste in it: 200 users and 150 items in five groups; some rows are unlabeled. */
final class SimulatedLog {
    static final int USERS = 200;
    static final int ITEMS = 150;

    private SimulatedLog() {}

    static TrainingData data(int rows) {
        SplitMix64 random = new SplitMix64(42);
        return new TrainingData(log(rows, 0.3, random), log(2000, 0, random), USERS, ITEMS);
    }

    private static Interactions log(int rows, double unlabeled, SplitMix64 random) {
        Interactions.Builder log = new Interactions.Builder(rows);
        for (int i = 0; i < rows; i++) {
            int user = random.nextInt(USERS);
            int item = random.nextInt(ITEMS);
            boolean likes = random.nextDouble() < (user % 5 == item % 5 ? 0.9 : 0.3);
            boolean hidden = random.nextDouble() < unlabeled;
            log.add(user, item, hidden ? Label.UNLABELED_CODE : likes ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE);
        }
        return log.build();
    }
}
