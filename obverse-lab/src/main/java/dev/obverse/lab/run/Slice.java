package dev.obverse.lab.run;

import dev.obverse.core.Interactions;
import dev.obverse.core.train.TrainingData;
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
 * @param files SHA-256 of what was read, by file name
 * @param census as in {@code census.json}
 * @param options the data options of the command line that give this slice
 */
public record Slice(
        String data,
        double labelFraction,
        long dataSeed,
        TrainingData training,
        Interactions test,
        Map<String, String> files,
        Map<String, Object> census,
        List<String> options) {

    /** Copies the collections. */
    public Slice {
        files = new LinkedHashMap<>(files);
        census = new LinkedHashMap<>(census);
        options = List.copyOf(options);
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
