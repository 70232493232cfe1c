package dev.obverse.core.fold;

import dev.obverse.core.parameter.EmbeddingTable;
import java.util.List;

/**
 * What is known of a user's rows before any label: mean and standard deviation of each value over the users of the model, all tables side by
 * side. A new user's values are {@code mean + deviation * t}, with t around 0.
 */
record UserPrior(double[] mean, double[] deviation) {
    /** Counts over the rows of all users; a table without rows gives means and deviations of 0. */
    static UserPrior of(List<EmbeddingTable> tables) {
        int width = tables.stream().mapToInt(EmbeddingTable::width).sum();
        UserPrior prior = new UserPrior(new double[width], new double[width]);
        int at = 0;
        for (EmbeddingTable table : tables) {
            if (table.rows() > 0) {
                prior.count(table, at);
            }
            at += table.width();
        }
        return prior;
    }

    private void count(EmbeddingTable table, int at) {
        double[] sums = new double[table.width()];
        double[] squares = new double[table.width()];
        for (int row = 0; row < table.rows(); row++) {
            for (int k = 0; k < sums.length; k++) {
                sums[k] += table.data()[row * table.stride() + k];
            }
        }
        for (int k = 0; k < sums.length; k++) {
            mean[at + k] = sums[k] / table.rows();
        }
        for (int row = 0; row < table.rows(); row++) {
            for (int k = 0; k < sums.length; k++) {
                double away = table.data()[row * table.stride() + k] - mean[at + k];
                squares[k] += away * away;
            }
        }
        for (int k = 0; k < squares.length; k++) {
            deviation[at + k] = Math.sqrt(squares[k] / table.rows());
        }
    }

    int width() {
        return mean.length;
    }

    /** Writes the values of t into the one-row tables of a new user. */
    void write(double[] t, List<EmbeddingTable> own) {
        int at = 0;
        for (EmbeddingTable table : own) {
            for (int k = 0; k < table.width(); k++, at++) {
                table.data()[k] = (float) (mean[at] + deviation[at] * t[at]);
            }
        }
    }

    /** Writes the means. */
    void write(List<EmbeddingTable> own) {
        write(new double[width()], own);
    }
}
