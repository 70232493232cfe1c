package dev.obverse.lab.run;

import dev.obverse.core.Interactions;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.train.TrainingData;
import dev.obverse.data.LabelledLog;
import dev.obverse.data.LogRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a cell trains on and is judged by: one split of a data set with one share of its training labels.
 *
 * @param data the name of the data set
 * @param labelFraction the share of training labels that was kept, in (0, 1]
 * @param dataSeed the seed of the split and of the labels that are kept
 * @param training training and validation rows
 * @param test labelled test rows; may be empty
 * @param judgedUsers the user of each judged row, one int for one user in every slice of the data set
 * @param files SHA-256 of what was read, by the name of {@link dev.obverse.data.FileHash}
 * @param census as in {@code census.json}
 * @param preparation the command that makes the data files, or nothing where they are given
 * @param options the data options of the command line that give this slice
 */
public record Slice(
        String data,
        double labelFraction,
        long dataSeed,
        TrainingData training,
        Interactions test,
        int[] judgedUsers,
        Map<String, String> files,
        Map<String, Object> census,
        String preparation,
        List<String> options) {

    /** Copies the collections. */
    public Slice {
        files = new LinkedHashMap<>(files);
        census = new LinkedHashMap<>(census);
        options = List.copyOf(options);
    }

    /**
     * Makes a slice of a log. Rows without a label take part in training only.
     *
     * @param name the name of the data set
     * @param log the log as it was read
     * @param request what it was read with
     * @param preparation the command that makes the data files, or nothing where they are given
     * @param options the data options of the command line that say the same as the request
     * @param users gives every slice of the data set the same number for the same user; grows
     */
    public static Slice of(
            String name, LabelledLog log, LogRequest request, String preparation, List<String> options, Vocabulary.Builder users) {
        Interactions valid = log.valid().select(log.valid().labelledRows());
        Interactions test = log.test().select(log.test().labelledRows());
        TrainingData training = new TrainingData(log.train(), valid, log.users().size(), log.items().size());
        training.requireBothLabels();
        Map<String, String> files = new LinkedHashMap<>();
        log.hashes().forEach(hash -> files.put(hash.name(), hash.sha256()));
        int[] judged = (test.size() > 0 ? test : valid).users().clone();
        for (int row = 0; row < judged.length; row++) {
            judged[row] = judged[row] < 0 ? judged[row] : users.add(log.users().id(judged[row]));
        }
        return new Slice(name, request.labelFraction(), request.dataSeed(), training, test, judged, files, log.census().toMap(),
                preparation, options);
    }

    /** Returns the rows that cells are judged by: those of test, or the validation rows where there is none. */
    public Interactions judged() {
        return test.size() > 0 ? test : training.valid();
    }

    /** Returns the name of {@link #judged()}. */
    public String judgedOn() {
        return test.size() > 0 ? "test" : "valid";
    }

    /** Returns what names it within a study. */
    public String id() {
        return id(data, labelFraction, dataSeed);
    }

    static String id(String data, double labelFraction, long dataSeed) {
        return data + "/" + labelFraction + "/" + dataSeed;
    }
}
