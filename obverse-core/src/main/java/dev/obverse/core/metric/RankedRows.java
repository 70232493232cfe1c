package dev.obverse.core.metric;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.Workers;
import java.util.Arrays;

/**
 * Scored rows, best first, and each user's rows among them: all that the metrics need, from two linear sorts.
 *
 * <p>A row is known by its rank, its place in the order of all rows by descending logit. Rows of one logit (0.0 and -0.0 are
 * one) have the same tie number; tie numbers ascend with the rank. Users are numbered from 0 in an order that does not
 * depend on the logits, so two models scored on the same rows number them alike.
 */
final class RankedRows {
    /** The most rows that can be evaluated at once: {@link RankingCurve} packs a user and two flags into an int. */
    private static final int MAX_ROWS = 1 << 30;
    private static final int GRAIN = 1 << 14;

    private final int[] userAt;
    private final int[] tieAt;
    private final boolean[] positiveAt;
    private final double[] logitAt;
    private final int[] ranksByUser;
    private final int[] userStart;
    private final int positives;

    private RankedRows(int[] users, boolean[] positive, double[] logits, Workers workers) {
        int rows = logits.length;
        userAt = new int[rows];
        tieAt = new int[rows];
        positiveAt = new boolean[rows];
        logitAt = new double[rows];
        ranksByUser = identity(rows);

        int[] order = identity(rows);
        long[] keys = new long[rows];
        for (int row = 0; row < rows; row++) {
            keys[row] = descendingKey(logits[row]);
        }
        RadixSort.sort(keys, order, workers);
        workers.run(rows, GRAIN, (from, to) -> {
            for (int rank = from; rank < to; rank++) {
                int row = order[rank];
                positiveAt[rank] = positive[row];
                logitAt[rank] = logits[row];
                keys[rank] = userKey(users[row], row);
            }
        });
        int count = 0;
        for (int rank = 0; rank < rows; rank++) {
            tieAt[rank] = rank == 0 ? 0 : tieAt[rank - 1] + (logitAt[rank] == logitAt[rank - 1] ? 0 : 1);
            count += positiveAt[rank] ? 1 : 0;
        }
        positives = count;
        RadixSort.sort(keys, ranksByUser, workers);
        userStart = numberUsers(keys);
    }

    /**
     * @throws IllegalArgumentException if the arrays differ in length
     * @throws InvalidInputException if a logit is NaN or infinite
     */
    static RankedRows of(int[] users, boolean[] positive, double[] logits, Workers workers) {
        int rows = logits.length;
        if (users.length != rows || positive.length != rows) {
            throw new IllegalArgumentException(
                    "users, labels and logits differ in length: " + users.length + ", " + positive.length + ", " + rows);
        }
        if (rows > MAX_ROWS) {
            throw new InvalidInputException(
                    rows + " rows are more than can be evaluated at once (" + MAX_ROWS + "): evaluate a sample of them.");
        }
        for (int row = 0; row < rows; row++) {
            if (!Double.isFinite(logits[row])) {
                throw new InvalidInputException("The logit of row " + row + " (counted from 0) is " + logits[row]
                        + ": the model has diverged, so train it with a smaller learning rate.");
            }
        }
        return new RankedRows(users, positive, logits, workers);
    }

    /** An unsigned key that is the smaller the larger the logit; adding 0.0 makes -0.0 the same as 0.0. */
    private static long descendingKey(double logit) {
        long bits = Double.doubleToRawLongBits(logit + 0.0);
        return bits < 0 ? bits : bits ^ Long.MAX_VALUE;
    }

    /** Ascends with the user's id; a row of an unknown user is one user, after all known ones, by its place in the input. */
    static long userKey(int user, int row) {
        return user == Evaluation.UNKNOWN_USER ? (1L << Integer.SIZE) + row : (long) user - Integer.MIN_VALUE;
    }

    private static int[] identity(int rows) {
        int[] identity = new int[rows];
        Arrays.setAll(identity, i -> i);
        return identity;
    }

    private int[] numberUsers(long[] sortedUserKeys) {
        int[] starts = new int[sortedUserKeys.length + 1];
        int user = -1;
        for (int i = 0; i < sortedUserKeys.length; i++) {
            if (i == 0 || sortedUserKeys[i] != sortedUserKeys[i - 1]) {
                starts[++user] = i;
            }
            userAt[ranksByUser[i]] = user;
        }
        starts[user + 1] = sortedUserKeys.length;
        return Arrays.copyOf(starts, user + 2);
    }

    int rows() {
        return logitAt.length;
    }

    int users() {
        return userStart.length - 1;
    }

    int positives() {
        return positives;
    }

    int userAt(int rank) {
        return userAt[rank];
    }

    boolean positiveAt(int rank) {
        return positiveAt[rank];
    }

    double logitAt(int rank) {
        return logitAt[rank];
    }

    boolean tied(int rank, int otherRank) {
        return tieAt[rank] == tieAt[otherRank];
    }

    /** Where the user's rows begin in {@link #rankOf}; the user after the last one begins at {@link #rows}. */
    int startOf(int user) {
        return userStart[user];
    }

    /** The rank of the i-th row in the order by user, and by descending logit within the user. */
    int rankOf(int i) {
        return ranksByUser[i];
    }
}
