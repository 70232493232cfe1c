package dev.obverse.core.rank;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.metric.Discounts;
import dev.obverse.core.sample.SeenItems;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Held-out positives, against which full rankings are judged: the distinct pairs of POSITIVE rows of known users and known items with which
 * the user has no training row. The others cannot be in a list that leaves out what training has seen; they are counted and left
 * out.
 */
public final class HeldOut {
    private final int[] users;
    private final SeenItems positives;
    private final SeenItems seen;
    private final int unknown;
    private final int alreadySeen;

    private HeldOut(int[] users, SeenItems positives, SeenItems seen, int unknown, int alreadySeen) {
        this.users = users;
        this.positives = positives;
        this.seen = seen;
        this.unknown = unknown;
        this.alreadySeen = alreadySeen;
    }

    /**
     * Collects the positives of held-out rows.
     *
     * @param rows any rows; only POSITIVE ones count
     * @param seen the training rows of all users, left out of every list
     */
    public static HeldOut of(Interactions rows, SeenItems seen) {
        Interactions.Builder open = new Interactions.Builder(16);
        int unknown = 0;
        int alreadySeen = 0;
        for (int row = 0; row < rows.size(); row++) {
            int user = rows.user(row);
            int item = rows.item(row);
            if (rows.label(row) != Label.POSITIVE_CODE) {
                continue;
            }
            if (user < 0 || item < 0) {
                unknown++;
            } else if (seen.contains(user, item)) {
                alreadySeen++;
            } else {
                open.add(user, item, Label.POSITIVE_CODE);
            }
        }
        SeenItems positives = SeenItems.of(open.build(), seen.users(), seen.items());
        int[] users = new int[seen.users()];
        int count = 0;
        for (int user = 0; user < users.length; user++) {
            if (positives.count(user) > 0) {
                users[count++] = user;
            }
        }
        return new HeldOut(Arrays.copyOf(users, count), positives, seen, unknown, alreadySeen);
    }

    /** Returns how many users have a positive to be found. */
    public int users() {
        return users.length;
    }

    /** Returns how many positive rows were left out because training knows not their user or not their item. */
    public int unknown() {
        return unknown;
    }

    /** Returns how many positive rows were left out because training has a row of the same pair. */
    public int alreadySeen() {
        return alreadySeen;
    }

    /** Returns the same with at most so many users, evenly spaced among those of this. */
    public HeldOut sample(int most) {
        if (users.length <= most) {
            return this;
        }
        int[] some = new int[most];
        for (int i = 0; i < most; i++) {
            some[i] = users[(int) ((long) i * users.length / most)];
        }
        return new HeldOut(some, positives, seen, unknown, alreadySeen);
    }

    /**
     * Ranks the whole catalogue for every user with a positive, without what training has seen, and judges the first k items.
     *
     * <p>With P the user's positives and L the list: recall is {@code |L and P| / |P|}; the gain is 1 for an item of P, discounted by
     * {@code 1 / log2(place + 1)} with places from 1, and NDCG is their sum over that of the best list, whose first {@code min(k, |P|)}
     * items are positives (Järvelin and Kekäläinen, 2002). Both are means over users.
     *
     * @param top ranks the items 0..items-1 of {@code seen}
     * @param k length of the lists, at least 1
     */
    public TopMetrics judge(TopItems top, int k, Weighting weighting) {
        double[] discountUpTo = Discounts.sums(Math.min(k, seen.items()));
        TopLists lists = new TopLists();
        BitSet shown = new BitSet(seen.items());
        double recall = 0;
        double ndcg = 0;
        for (int from = 0; from < users.length; from += TopItems.BATCH) {
            int[] batch = Arrays.copyOfRange(users, from, Math.min(users.length, from + TopItems.BATCH));
            top.rank(batch, batch.length, k, weighting, seen, lists);
            for (int j = 0; j < batch.length; j++) {
                int hits = 0;
                double gain = 0;
                for (int place = 0; place < lists.size(j); place++) {
                    int item = lists.item(j, place);
                    shown.set(item);
                    if (positives.contains(batch[j], item)) {
                        hits++;
                        gain += discountUpTo[place + 1] - discountUpTo[place];
                    }
                }
                int wanted = seen.items() - positives.unseenCount(batch[j]);
                recall += (double) hits / wanted;
                ndcg += gain / discountUpTo[Math.min(k, wanted)];
            }
        }
        int count = users.length;
        return new TopMetrics(
                k, count, recall / count, ndcg / count, count == 0 ? Double.NaN : (double) shown.cardinality() / seen.items());
    }
}
