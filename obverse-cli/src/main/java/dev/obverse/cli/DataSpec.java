package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.data.LabelRule;
import dev.obverse.data.LogRequest;
import dev.obverse.data.LogSource;
import dev.obverse.data.OnConflict;
import dev.obverse.data.Split;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of {@code config.yaml} that says what is read and how; null where nothing is said. */
record DataSpec(
        @Nullable List<String> files,
        @Nullable List<String> valid,
        @Nullable List<String> test,
        @Nullable List<String> columns,
        @Nullable String user,
        @Nullable String item,
        @Nullable String time,
        @Nullable String delimiter,
        @Nullable String positive,
        @Nullable String negative,
        @Nullable String split,
        @Nullable Long dataSeed,
        @Nullable Double labelFraction,
        @Nullable String onConflict,
        @Nullable Boolean allowOverlap,
        @Nullable String catalogue) {

    static final DataSpec NOTHING =
            new DataSpec(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** The spec that says nothing but a label rule. */
    static DataSpec of(LabelRule rule) {
        return new DataSpec(
                null, null, null, null, null, null, null, null, rule.positive(), rule.negative(), null, null, null, null, null, null);
    }

    /** Returns this spec where it says something, and the other one where it does not. */
    DataSpec over(DataSpec other) {
        return new DataSpec(
                first(files, other.files), first(valid, other.valid), first(test, other.test), first(columns, other.columns),
                first(user, other.user), first(item, other.item), first(time, other.time), first(delimiter, other.delimiter),
                first(positive, other.positive), first(negative, other.negative), first(split, other.split),
                first(dataSeed, other.dataSeed), first(labelFraction, other.labelFraction), first(onConflict, other.onConflict),
                first(allowOverlap, other.allowOverlap), first(catalogue, other.catalogue));
    }

    private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
        return one != null ? one : other;
    }

    /** Returns the same with file names that do not depend on the working directory. */
    DataSpec absolute() {
        return new DataSpec(
                absolute(files), absolute(valid), absolute(test), columns, user, item, time, delimiter, positive, negative, split,
                dataSeed, labelFraction, onConflict, allowOverlap, catalogue == null ? null : absolute(catalogue));
    }

    private static @Nullable List<String> absolute(@Nullable List<String> paths) {
        return paths == null ? null : paths.stream().map(DataSpec::absolute).toList();
    }

    private static String absolute(String path) {
        try {
            return Path.of(path).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            throw new InvalidInputException("'" + path.replaceAll("\\p{Cntrl}", "?") + "' is no path: " + e.getReason(), e);
        }
    }

    /** Returns all files and globs that are named. */
    List<String> named() {
        List<String> named = new ArrayList<>(orNone(files));
        named.addAll(orNone(valid));
        named.addAll(orNone(test));
        if (catalogue != null) {
            named.add(catalogue);
        }
        return named;
    }

    LogSource source() {
        return new LogSource(orNone(files), orNone(columns), user, item, time, delimiter);
    }

    LabelRule rule() {
        if (positive == null || negative == null) {
            throw new InvalidInputException((positive == null ? "--positive" : "--negative")
                    + " is missing: say what makes a row " + (positive == null ? "POSITIVE" : "NEGATIVE")
                    + ", for example --positive \"rating > 2\" --negative \"rating <= 2\"");
        }
        return new LabelRule(positive, negative);
    }

    OnConflict conflicts() {
        return onConflict == null ? OnConflict.REFUSE : OnConflict.of(onConflict);
    }

    LogRequest request() {
        return new LogRequest(
                source(), orNone(valid), orNone(test), rule(), split == null ? Split.DEFAULT : Split.parse(split),
                dataSeed == null ? 1 : dataSeed, labelFraction == null ? 1 : labelFraction, conflicts(),
                Boolean.TRUE.equals(allowOverlap), catalogue == null ? null : Path.of(catalogue));
    }

    /** Returns the words of the command line that say the same. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        addAll(words, "--data", files);
        addAll(words, "--valid", valid);
        addAll(words, "--test", test);
        add(words, "--columns", columns == null || columns.isEmpty() ? null : String.join(",", columns));
        add(words, "--user", user);
        add(words, "--item", item);
        add(words, "--time", time);
        add(words, "--delimiter", delimiter);
        add(words, "--positive", positive);
        add(words, "--negative", negative);
        add(words, "--split", split);
        add(words, "--data-seed", dataSeed);
        add(words, "--label-fraction", labelFraction);
        add(words, "--on-conflict", onConflict);
        if (Boolean.TRUE.equals(allowOverlap)) {
            words.add("--allow-overlap");
        }
        add(words, "--catalogue", catalogue);
        return words;
    }

    private static void addAll(List<String> words, String option, @Nullable List<String> values) {
        orNone(values).forEach(value -> add(words, option, value));
    }

    private static void add(List<String> words, String option, @Nullable Object value) {
        if (value != null) {
            words.add(option);
            words.add(value.toString());
        }
    }

    private static List<String> orNone(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }
}
