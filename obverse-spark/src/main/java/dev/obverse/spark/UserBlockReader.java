package dev.obverse.spark;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Makes a block of the rows of a partition, which come ordered by user, item, time and label. Rows of one pair are merged: a labelled row wins
 * over an UNLABELED one, and of labelled rows the latest wins if there is a time, else they must agree. A pair is one that validates, or one that
 * trains.
 */
final class UserBlockReader {
    /** Places of what is read in a row. */
    static final int USER = 0;
    static final int ITEM = 1;
    static final int LABEL = 2;
    static final int VALID = 3;

    private final int index;
    private final Map<String, Integer> heavy;
    private final BlockRules rules;
    private final SplitMix64 random = new SplitMix64(0);
    private final Vocabulary.Builder own = new Vocabulary.Builder();
    private final Interactions.Builder train = new Interactions.Builder(1 << 10);
    private final Interactions.Builder valid = new Interactions.Builder(1 << 6);
    private final long[] counts = new long[Label.values().length];
    private long rows;
    private long users;
    private long validRows;
    private @Nullable String refusal;

    private String user = "";
    private int dense;
    private long userKey;
    private int item = NONE;
    private byte label;
    private boolean validates;

    private static final int NONE = Integer.MIN_VALUE;

    UserBlockReader(int index, Map<String, Integer> heavy, BlockRules rules) {
        this.index = index;
        this.heavy = heavy;
        this.rules = rules;
    }

    UserBlock read(Iterator<Row> log) {
        while (log.hasNext() && refusal == null) {
            Row row = log.next();
            rows++;
            if (row.isNullAt(USER) || row.isNullAt(ITEM)) {
                refusal = "the column " + (row.isNullAt(USER) ? rules.userCol() : rules.itemCol())
                        + " has a row without a value: leave such rows out of the log";
            } else {
                take(row);
            }
        }
        endPair();
        BlockCensus census = new BlockCensus(
                rows, users, counts[Label.POSITIVE_CODE], counts[Label.NEGATIVE_CODE], counts[Label.UNLABELED_CODE], validRows, refusal);
        return new UserBlock(index, heavy.size(), own.build(), train.build(), valid.build(), census);
    }

    private void take(Row row) {
        String id = row.getString(USER);
        boolean sameUser = item != NONE && id.equals(user);
        byte code = code(row);
        if (sameUser && row.getInt(ITEM) == item && item != Interactions.UNKNOWN) {
            merge(code, row.getBoolean(VALID));
            return;
        }
        endPair();
        if (!sameUser) {
            beginUser(id);
        }
        item = row.getInt(ITEM);
        label = code;
        validates = row.getBoolean(VALID);
    }

    private byte code(Row row) {
        if (row.isNullAt(LABEL)) {
            return Label.UNLABELED_CODE;
        }
        double value = row.getDouble(LABEL);
        if (value != 0 && value != 1 && refusal == null) {
            refusal = "the label column " + rules.labelCol() + " holds " + value + " for user " + row.getString(USER)
                    + ": a label is 1 or true (positive), 0 or false (negative), or null (unlabeled)";
        }
        return value == 1 ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE;
    }

    private void merge(byte code, boolean alsoValidates) {
        if (validates != alsoValidates && refusal == null) {
            refusal = "user " + user + " has rows of one item in training and in validation: a pair belongs to one of them";
        }
        if (code == Label.UNLABELED_CODE) {
            return;
        }
        if (label != Label.UNLABELED_CODE && label != code && !rules.timed() && refusal == null) {
            refusal = "user " + user + " has rows with both labels for one item: set timeCol, and the latest label counts, or merge them before";
        }
        label = code;
    }

    private void beginUser(String id) {
        user = id;
        dense = NONE;
        long hash = 0;
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            hash = 31 * hash + b;
        }
        userKey = SplitMix64.key(rules.seed(), Purpose.DATA, hash);
    }

    private void endPair() {
        if (item == NONE) {
            return;
        }
        boolean labelled = label != Label.UNLABELED_CODE;
        if (validates || (labelled && drawnToValidate())) {
            if (labelled) {
                // Who has no other row keeps first values: what is known of such a user is nothing.
                valid.add(denseUser(), item, label);
                validRows++;
            }
        } else if (item != Interactions.UNKNOWN) {
            train.add(denseUser(), item, label);
            counts[label]++;
        }
    }

    private boolean drawnToValidate() {
        random.seek(userKey, item);
        return random.nextDouble() < rules.validationFraction();
    }

    /** The dense id of the user at hand, who becomes one of the block's own unless heavy. */
    private int denseUser() {
        if (dense == NONE) {
            Integer shared = heavy.get(user);
            if (shared != null) {
                dense = shared;
            } else {
                dense = heavy.size() + own.add(user);
                users++;
            }
        }
        return dense;
    }
}
