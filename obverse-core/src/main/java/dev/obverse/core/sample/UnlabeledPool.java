package dev.obverse.core.sample;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;

/** Where the unlabeled pairs of a step are drawn from. */
public sealed interface UnlabeledPool {
    /** Returns an UNLABELED pair, packed as in {@link Batch#pair}, drawn for a labelled row of this user. */
    long draw(int user, SplitMix64 random);

    /** Random items that the user has no training row with (the paper's pool). */
    record Unexposed(SeenItems seen) implements UnlabeledPool {
        /**
         * Checks that there is something to draw.
         *
         * @throws InvalidInputException if every user has a row with every item
         */
        public Unexposed {
            if (firstOpenUser(seen, 0) < 0) {
                throw new InvalidInputException("every user has a row with every item, so there is no unexposed pair to draw: "
                        + "use pool=exposed or a method without unlabeled pairs, and exposure-epochs=0");
            }
        }

        @Override
        public long draw(int user, SplitMix64 random) {
            int item = seen.drawUnseen(user, random);
            if (item != Interactions.UNKNOWN) {
                return Batch.pair(user, item, Label.UNLABELED_CODE);
            }
            int other = firstOpenUser(seen, user);
            return Batch.pair(other, seen.drawUnseen(other, random), Label.UNLABELED_CODE);
        }

        /** Returns the next user, from this one on, who has not seen everything, or -1. */
        private static int firstOpenUser(SeenItems seen, int from) {
            for (int i = 0; i < seen.users(); i++) {
                int user = (from + i) % seen.users();
                if (seen.unseenCount(user) > 0) {
                    return user;
                }
            }
            return -1;
        }
    }

    /** UNLABELED rows of the log, of any user, each as likely as any other. */
    record Exposed(Interactions log, int[] rows) implements UnlabeledPool {
        /**
         * Checks that there is something to draw.
         *
         * @throws InvalidInputException if the log has no UNLABELED row
         */
        public Exposed {
            if (rows.length == 0) {
                throw new InvalidInputException("the training rows hold no UNLABELED row, so there is no exposed pair to draw: "
                        + "use pool=unexposed, or label predicates that leave some rows unlabeled");
            }
        }

        /** The pool of all UNLABELED rows of a log. */
        public Exposed(Interactions log) {
            this(log, log.unlabeledRows());
        }

        @Override
        public long draw(int user, SplitMix64 random) {
            int row = rows[random.nextInt(rows.length)];
            return Batch.pair(log.user(row), log.item(row), Label.UNLABELED_CODE);
        }
    }

    /**
     * Items that the user has no training row with, with probability in proportion to (training rows of the item)^0.75, so that a popular
     * item that the user passed by is drawn more often (the exponent of Mikolov et al., NIPS 2013; Chen et al., KDD 2017, for
     * recommendation). Draws again on a seen item; for the rare user who has seen nearly all that is popular, every unseen item is as
     * likely as any other.
     */
    record Popular(SeenItems seen, AliasTable items, Unexposed rest) implements UnlabeledPool {
        private static final double EXPONENT = 0.75;
        private static final int ATTEMPTS = 64;

        /**
         * The pool of a log.
         *
         * @param log the training rows, of all labels
         * @param unexposed the pool of all unseen items
         */
        public Popular(Interactions log, Unexposed unexposed) {
            this(unexposed.seen(), weights(log, unexposed.seen().items()), unexposed);
        }

        private static AliasTable weights(Interactions log, int items) {
            double[] weights = new double[items];
            for (int row = 0; row < log.size(); row++) {
                weights[log.item(row)]++;
            }
            for (int item = 0; item < items; item++) {
                weights[item] = Math.pow(weights[item], EXPONENT);
            }
            return new AliasTable(weights);
        }

        @Override
        public long draw(int user, SplitMix64 random) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                int item = items.draw(random);
                if (!seen.contains(user, item)) {
                    return Batch.pair(user, item, Label.UNLABELED_CODE);
                }
            }
            return rest.draw(user, random);
        }
    }

    /** Either of unexposed and exposed, with probability 1/2 for each pair. */
    record Mixed(Unexposed unexposed, Exposed exposed) implements UnlabeledPool {
        @Override
        public long draw(int user, SplitMix64 random) {
            UnlabeledPool chosen = (random.nextLong() & 1) == 0 ? unexposed : exposed;
            return chosen.draw(user, random);
        }
    }
}
