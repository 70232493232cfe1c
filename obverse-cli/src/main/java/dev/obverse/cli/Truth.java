package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.metric.Evaluation;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.data.LabelRule;
import dev.obverse.data.LogReader;
import dev.obverse.data.LogSource;
import dev.obverse.data.PairStream;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;

/**
 * The truth of every row of a log, read beside the rows that are annotated, and the annotations of those that have one. Unlike the
 * annotation itself it takes memory by the row: 9 bytes for each that is judged, and what {@link Evaluation} needs at the end.
 */
final class Truth implements AutoCloseable {
    private final PairStream rows;
    private int row = -1;
    private int[] users = new int[1024];
    private float[] logits = new float[1024];
    private boolean[] positive = new boolean[1024];
    private int size;
    private long correct;
    private long unsaid;

    private Truth(PairStream rows) {
        this.rows = rows;
    }

    /**
     * Opens the truth of the rows of files.
     *
     * @param predicate true where the user likes the item, false where not, NULL where nobody knows
     */
    static Truth open(LogSource source, String predicate) {
        String not = "not (" + predicate + ")";
        try {
            return new Truth(new LogReader().pairs(source, new LabelRule(predicate, not)));
        } catch (InvalidInputException e) {
            // The truth is read by a label rule, of which whoever gave --truth knows nothing.
            String second = " and --negative \"" + not.strip().replaceAll("\\s+", " ") + "\"";
            throw new InvalidInputException(String.valueOf(e.getMessage()).replace(second, "").replace("--positive", "--truth"), e);
        }
    }

    /** Moves to the next row of the files and returns its truth, UNLABELED where nobody knows. */
    Label next() {
        row++;
        while (row >= rows.size()) {
            if (!rows.next()) {
                throw new InvalidInputException("--data has changed while it was read: it has fewer rows than before");
            }
            row = 0;
        }
        return rows.label(row);
    }

    /** Adds what the model says of a row. */
    void judge(Label truth, int user, float logit) {
        if (truth == Label.UNLABELED) {
            unsaid++;
            return;
        }
        if (size == users.length) {
            int grown = (int) Math.min(Integer.MAX_VALUE - 8, size * 3L / 2);
            users = Arrays.copyOf(users, grown);
            logits = Arrays.copyOf(logits, grown);
            positive = Arrays.copyOf(positive, grown);
        }
        users[size] = user;
        logits[size] = logit;
        positive[size++] = truth == Label.POSITIVE;
        correct += logit > 0 == (truth == Label.POSITIVE) ? 1 : 0;
    }

    /** Prints how well the annotation meets the truth. */
    void print(PrintWriter out) {
        double[] wide = new double[size];
        for (int i = 0; i < size; i++) {
            wide[i] = logits[i];
        }
        Metrics metrics = Evaluation.of(Arrays.copyOf(users, size), Arrays.copyOf(positive, size), wide);
        out.printf(Locale.ROOT, "against the truth of %,d annotated rows (%,d truly positive; %,d more have no truth): "
                        + "accuracy %s, auc %s, logloss %s, ece %s%n",
                size, metrics.positives(), unsaid, Terminal.number((double) correct / size), Terminal.number(metrics.get(Metric.AUC)),
                Terminal.number(metrics.get(Metric.LOGLOSS)), Terminal.number(metrics.get(Metric.ECE)));
    }

    @Override
    public void close() {
        rows.close();
    }
}
