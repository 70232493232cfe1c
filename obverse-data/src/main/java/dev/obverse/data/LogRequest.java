package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that decides what a log becomes. Two equal requests on the same rows give the same arrays, whatever the format of the files, the
 * number of threads or the machine.
 *
 * @param data the rows that are split; also names the columns of the other files
 * @param valid files of validation rows; empty if validation is split off, or is not wanted
 * @param test files of test rows, alike
 * @param rule what makes a row POSITIVE or NEGATIVE
 * @param split how the rows of {@code data} are divided; a part that has files of its own is not split off, and the other shares
 *     grow in proportion
 * @param dataSeed decides the random split and the label fraction
 * @param labelFraction the share of the training labels that is kept, above 0 and up to 1: round(share * labels) of them, drawn at
 *     random; the other rows become UNLABELED
 * @param onConflict what becomes of pairs with both labels
 * @param allowOverlap whether a pair may be in more than one part
 * @param catalogue a text file with the id of every item that could have been shown, one a line; or null if those of the training
 *     rows are all. Items that only the catalogue has get dense ids behind the others and can be drawn as unexposed
 */
public record LogRequest(
        LogSource data,
        List<String> valid,
        List<String> test,
        LabelRule rule,
        Split split,
        long dataSeed,
        double labelFraction,
        OnConflict onConflict,
        boolean allowOverlap,
        @Nullable Path catalogue) {

    /** Copies the lists and checks the fraction. */
    public LogRequest {
        valid = List.copyOf(valid);
        test = List.copyOf(test);
        if (!(labelFraction > 0 && labelFraction <= 1)) {
            throw new InvalidInputException("--label-fraction is " + labelFraction + "; give a share above 0 and up to 1");
        }
    }

    /** Returns a request with the default split, data seed 1, all labels, and conflicts and overlaps refused. */
    public static LogRequest of(LogSource data, LabelRule rule) {
        return new LogRequest(data, List.of(), List.of(), rule, Split.DEFAULT, 1, 1, OnConflict.REFUSE, false, null);
    }

    /** Returns the same with validation rows from files; none means that they are split off. */
    public LogRequest withValid(String... files) {
        return new LogRequest(data, List.of(files), test, rule, split, dataSeed, labelFraction, onConflict, allowOverlap, catalogue);
    }

    /** Returns the same with test rows from files; none means that they are split off. */
    public LogRequest withTest(String... files) {
        return new LogRequest(data, valid, List.of(files), rule, split, dataSeed, labelFraction, onConflict, allowOverlap, catalogue);
    }

    /** Returns the same over other data. */
    public LogRequest withData(LogSource other) {
        return new LogRequest(other, valid, test, rule, split, dataSeed, labelFraction, onConflict, allowOverlap, catalogue);
    }

    /** Returns the same with another split. */
    public LogRequest withSplit(Split other) {
        return new LogRequest(data, valid, test, rule, other, dataSeed, labelFraction, onConflict, allowOverlap, catalogue);
    }

    /** Returns the same with another seed. */
    public LogRequest withDataSeed(long seed) {
        return new LogRequest(data, valid, test, rule, split, seed, labelFraction, onConflict, allowOverlap, catalogue);
    }

    /** Returns the same with this share of the training labels. */
    public LogRequest withLabelFraction(double share) {
        return new LogRequest(data, valid, test, rule, split, dataSeed, share, onConflict, allowOverlap, catalogue);
    }

    /** Returns the same with another way to settle conflicts. */
    public LogRequest withOnConflict(OnConflict way) {
        return new LogRequest(data, valid, test, rule, split, dataSeed, labelFraction, way, allowOverlap, catalogue);
    }

    /** Returns the same with overlaps allowed or not. */
    public LogRequest withAllowOverlap(boolean allowed) {
        return new LogRequest(data, valid, test, rule, split, dataSeed, labelFraction, onConflict, allowed, catalogue);
    }

    /** Returns the same with a catalogue. */
    public LogRequest withCatalogue(@Nullable Path file) {
        return new LogRequest(data, valid, test, rule, split, dataSeed, labelFraction, onConflict, allowOverlap, file);
    }

    /** Returns the shares of training, validation and test of the rows of {@code data}, given which parts have files of their own. */
    double[] shares() {
        double[] shares = switch (split) {
            case Split.Files ignored -> new double[] {1, 0, 0};
            case Split.Random(double a, double b, double c) -> new double[] {a, b, c};
            case Split.ByTime(double a, double b, double c) -> new double[] {a, b, c};
        };
        shares[1] = valid.isEmpty() ? shares[1] : 0;
        shares[2] = test.isEmpty() ? shares[2] : 0;
        double sum = shares[0] + shares[1] + shares[2];
        return new double[] {shares[0] / sum, shares[1] / sum, shares[2] / sum};
    }

    @Nullable LogSource source(List<String> files) {
        return files.isEmpty() ? null : data.withPaths(files);
    }
}
