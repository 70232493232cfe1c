package dev.obverse.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a log holds, counted before any training.
 *
 * @param rule the label rule
 * @param sources what was read, by option: data, then valid and test where they are given
 * @param train the training rows
 * @param valid the validation rows
 * @param test the test rows
 * @param overlap pairs that parts share
 * @param hiddenLabels labels of training rows that were made UNLABELED by a label fraction
 */
public record Census(
        LabelRule rule,
        List<SourceCensus> sources,
        PartCensus train,
        PartCensus valid,
        PartCensus test,
        Overlap overlap,
        long hiddenLabels) {

    /** Copies the list. */
    public Census {
        sources = List.copyOf(sources);
    }

    /** Returns all counts in order, as nested maps, lists, strings and numbers: what census.json holds. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("positive", rule.positive());
        map.put("negative", rule.negative());
        Map<String, Object> read = new LinkedHashMap<>();
        sources.forEach(source -> read.put(source.name(), source.toMap()));
        map.put("sources", read);
        map.put("train", train.toMap());
        map.put("valid", valid.toMap());
        map.put("test", test.toMap());
        map.put("overlap", overlap.toMap());
        map.put("hidden_labels", hiddenLabels);
        return map;
    }

    /** Returns the census as lines for a reader. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("positive: " + rule.positive());
        lines.add("negative: " + rule.negative());
        for (SourceCensus source : sources) {
            lines.add(String.format(Locale.ROOT, "%-5s  %,d rows read from %s; %,d duplicates, %,d conflicts, %,d dropped", source.name(), source.rows(),
                    files(source), source.duplicates(), source.conflicts(), source.dropped()));
        }
        lines.add(String.format(Locale.ROOT, "%-6s %12s %12s %12s %12s %9s %10s %10s %9s", "part", "rows", "positive", "negative", "unlabeled", "labelled",
                "users", "items", "rows/user"));
        lines.add(line("train", train));
        lines.add(line("valid", valid));
        lines.add(line("test", test));
        lines.add(String.format(Locale.ROOT, "not in training: valid %,d users and %,d items, test %,d users and %,d items", valid.unknownUsers(),
                valid.unknownItems(), test.unknownUsers(), test.unknownItems()));
        lines.add(String.format(Locale.ROOT, "shared pairs: train and valid %,d, train and test %,d, valid and test %,d", overlap.trainValid(),
                overlap.trainTest(), overlap.validTest()));
        if (hiddenLabels > 0) {
            lines.add(String.format(Locale.ROOT, "labels hidden from training: %,d", hiddenLabels));
        }
        return lines;
    }

    private static String files(SourceCensus source) {
        return source.files().size() == 1 ? source.files().get(0) : source.files().size() + " files";
    }

    private static String line(String name, PartCensus part) {
        String share = part.rows() == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * part.labelShare());
        return String.format(Locale.ROOT, "%-6s %,12d %,12d %,12d %,12d %9s %,10d %,10d %9.1f", name, part.rows(), part.positive(), part.negative(),
                part.unlabeled(), share, part.users(), part.items(), part.medianRowsPerUser());
    }

    /** Returns {@link #lines()} as one text. */
    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
