package dev.obverse.lab.result;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A slice of a data set: one split of it, with one share of its training labels.
 *
 * @param id names it within the study
 * @param data the name of the data set
 * @param labelFraction the share of training labels that was kept, in (0, 1]
 * @param dataSeed the seed of the split and of the labels that are kept
 * @param judgedOn {@code test}, or {@code valid} where there is no test row
 * @param files SHA-256 of what was read, by file name
 * @param census what it holds, as in {@code census.json}
 * @param floors metrics of the floors on the judged rows: floor, metric, value. Null: undefined
 */
public record SliceResult(
        String id,
        String data,
        double labelFraction,
        long dataSeed,
        String judgedOn,
        Map<String, String> files,
        Map<String, Object> census,
        Map<String, Map<String, @Nullable Double>> floors) {

    /** Copies the maps. */
    public SliceResult {
        files = Ordered.copy(files);
        census = Ordered.copy(census);
        floors = Ordered.copy(floors);
    }
}
