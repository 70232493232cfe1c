package dev.obverse.serve.feedback;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * New feedback, cut by its order in the log: rows to train on, then labelled rows that pick the best epoch, then labelled rows to compare models on.
 * Where a pair of user and item was labelled twice, the later row counts, and no pair is in two parts: a pair that is held out is in no other.
 *
 * <p>Mere views among the later parts wait: they are trained on when their part of the log is. Memory goes by the held-out rows, which are
 * limited; the rows to train on are only streamed.
 */
final class FeedbackSplit {
    private record Pair(String user, String item) {
        static Pair of(Feedback row) {
            return new Pair(row.user(), row.item());
        }
    }

    /**
     * What was written to train on.
     *
     * @param rows how many rows
     * @param positives how many are POSITIVE
     * @param negatives how many are NEGATIVE
     */
    record Written(long rows, long positives, long negatives) {
        /** How many are mere views. */
        long views() {
            return rows - positives - negatives;
        }
    }

    private final Path folder;
    private final LogPosition from;
    private final long labelled;
    private final LogPosition trainedTo;
    private final Map<Pair, LoggedRow> valid = new LinkedHashMap<>();
    private final Map<Pair, LoggedRow> heldOut = new LinkedHashMap<>();

    private FeedbackSplit(Path folder, LogPosition from, LogPosition to, RetrainingSettings settings) {
        this.folder = folder;
        this.from = from;
        this.labelled = countLabelled(folder, from, to);
        long held = share(labelled, settings.heldOutShare(), settings);
        long picking = share(labelled, settings.validShare(), settings);
        long training = labelled - held - picking;
        long[] seen = new long[1];
        LogPosition[] firstKept = {to};
        LogRows.visit(folder, from, to, (at, row) -> {
            if (!row.feedback().kind().labelled()) {
                return;
            }
            long place = seen[0]++;
            if (place == training) {
                firstKept[0] = at;
            }
            if (place >= training) {
                put(place < training + picking ? valid : heldOut, row);
            }
        });
        this.trainedTo = firstKept[0];
        valid.keySet().removeAll(heldOut.keySet());
    }

    /** Cuts the rows between two places of a log. */
    static FeedbackSplit of(Path folder, LogPosition from, LogPosition to, RetrainingSettings settings) {
        return new FeedbackSplit(folder, from, to, settings);
    }

    private static long countLabelled(Path folder, LogPosition from, LogPosition to) {
        long[] count = new long[1];
        LogRows.visit(folder, from, to, (at, row) -> count[0] += row.feedback().kind().labelled() ? 1 : 0);
        return count[0];
    }

    private static long share(long labelled, double share, RetrainingSettings settings) {
        return Math.min(settings.mostHeldOut(), Math.round(labelled * share));
    }

    /** The later row takes the place, too, of the earlier one. */
    private static void put(Map<Pair, LoggedRow> part, LoggedRow row) {
        Pair pair = Pair.of(row.feedback());
        part.remove(pair);
        part.put(pair, row);
    }

    /** How many labelled rows there are in all. */
    long labelled() {
        return labelled;
    }

    /** The place behind the rows to train on: where the next training begins if this one's model is accepted. */
    LogPosition trainedTo() {
        return trainedTo;
    }

    /** The labelled rows to compare models on, one for each pair, in order. */
    List<Feedback> heldOut() {
        return heldOut.values().stream().map(LoggedRow::feedback).toList();
    }

    /** Whether there are rows to pick an epoch by. */
    boolean hasValid() {
        return !valid.isEmpty();
    }

    void writeValid(Path file) {
        write(file, valid.values());
    }

    void writeHeldOut(Path file) {
        write(file, heldOut.values());
    }

    private static void write(Path file, Collection<LoggedRow> rows) {
        try (RowFile out = RowFile.create(file)) {
            rows.forEach(out::add);
        }
    }

    /**
     * Writes the rows to train on.
     *
     * @param labelledBefore whether the model knows a label of a pair: a mere view of it says nothing new, and would take the label's place
     */
    Written writeRows(Path file, BiPredicate<String, String> labelledBefore) {
        long[] counts = new long[Feedback.Kind.values().length];
        try (RowFile out = RowFile.create(file)) {
            LogRows.visit(folder, from, trainedTo, (at, row) -> {
                Feedback feedback = row.feedback();
                Pair pair = Pair.of(feedback);
                boolean kept = feedback.kind().labelled() || !labelledBefore.test(feedback.user(), feedback.item());
                if (kept && !heldOut.containsKey(pair) && !valid.containsKey(pair)) {
                    out.add(row);
                    counts[feedback.kind().ordinal()]++;
                }
            });
        }
        long positives = counts[Feedback.Kind.POSITIVE.ordinal()];
        long negatives = counts[Feedback.Kind.NEGATIVE.ordinal()];
        return new Written(positives + negatives + counts[Feedback.Kind.VIEW.ordinal()], positives, negatives);
    }
}
