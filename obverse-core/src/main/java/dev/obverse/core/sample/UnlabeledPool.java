package dev.obverse.core.sample;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;

/** Where the unlabeled pairs of a step are drawn from. */
public sealed interface UnlabeledPool {
    /** Adds one UNLABELED pair to the batch, drawn for a labelled row of this user. */
    void draw(int user, SplitMix64 random, Batch into);

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
                        + "use pool=exposed, or a method without unlabeled pairs");
            }
        }

        @Override
        public void draw(int user, SplitMix64 random, Batch into) {
            int item = seen.drawUnseen(user, random);
            if (item != Interactions.UNKNOWN) {
                into.add(user, item, Label.UNLABELED_CODE);
            } else {
                int other = firstOpenUser(seen, user);
                into.add(other, seen.drawUnseen(other, random), Label.UNLABELED_CODE);
            }
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
        public void draw(int user, SplitMix64 random, Batch into) {
            int row = rows[random.nextInt(rows.length)];
            into.add(log.user(row), log.item(row), Label.UNLABELED_CODE);
        }
    }

    /** Either of the two others, with probability 1/2 for each pair. */
    record Mixed(Unexposed unexposed, Exposed exposed) implements UnlabeledPool {
        @Override
        public void draw(int user, SplitMix64 random, Batch into) {
            UnlabeledPool chosen = (random.nextLong() & 1) == 0 ? unexposed : exposed;
            chosen.draw(user, random, into);
        }
    }
}
