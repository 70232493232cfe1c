package dev.obverse.spark;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.kernel.Kernels;
import java.io.Serializable;

/**
 * The users of one partition with all their rows, in primitive arrays: what stays where it is for the whole run. Dense user ids 0 to
 * {@code sharedUsers - 1} are the heavy users, whose rows lie in every block; the users of this block alone follow, in the order of their ids.
 * Rows are ordered by user and item, so a block is a function of the log and of its number, however the rows came in.
 */
final class UserBlock implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final int sharedUsers;
    private final byte[] ids;
    private final long[] idOffsets;
    private final int[][] columns;
    private final byte[][] labels;
    private final BlockCensus census;
    private final ProcessKernels kernels = new ProcessKernels();

    UserBlock(int index, int sharedUsers, Vocabulary own, Interactions train, Interactions valid, BlockCensus census) {
        this.index = index;
        this.sharedUsers = sharedUsers;
        this.ids = own.utf8();
        this.idOffsets = own.utf8Offsets();
        this.columns = new int[][] {train.users(), train.items(), valid.users(), valid.items()};
        this.labels = new byte[][] {labels(train), labels(valid)};
        this.census = census;
    }

    private static byte[] labels(Interactions rows) {
        byte[] codes = new byte[rows.size()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = rows.label(row);
        }
        return codes;
    }

    /** Returns the number of the partition. */
    int index() {
        return index;
    }

    int sharedUsers() {
        return sharedUsers;
    }

    int ownUsers() {
        return idOffsets.length - 1;
    }

    int users() {
        return sharedUsers + ownUsers();
    }

    /** Returns the ids of the users of this block alone, from 0 on. */
    Vocabulary ids() {
        return Vocabulary.ofUtf8(ids, idOffsets);
    }

    Interactions train() {
        return Interactions.of(columns[0], columns[1], labels[0]);
    }

    Interactions valid() {
        return Interactions.of(columns[2], columns[3], labels[1]);
    }

    BlockCensus census() {
        return census;
    }

    Kernels kernels() {
        return kernels.get();
    }

    /** Returns, for each item, how many training rows are POSITIVE, and behind them how many are labelled; of 0 items, nothing. */
    int[] itemCounts(int items) {
        int[] counts = new int[2 * items];
        if (items == 0) {
            return counts;
        }
        for (int row = 0; row < columns[1].length; row++) {
            byte label = labels[0][row];
            if (label != Label.UNLABELED_CODE) {
                counts[columns[1][row]] += label == Label.POSITIVE_CODE ? 1 : 0;
                counts[items + columns[1][row]]++;
            }
        }
        return counts;
    }

    /** Returns, for each user, how many training rows are POSITIVE, or how many are labelled. */
    int[] userCounts(boolean positiveOnly) {
        int[] counts = new int[users()];
        for (int row = 0; row < columns[0].length; row++) {
            byte label = labels[0][row];
            if (label == Label.POSITIVE_CODE || (label == Label.NEGATIVE_CODE && !positiveOnly)) {
                counts[columns[0][row]]++;
            }
        }
        return counts;
    }
}
