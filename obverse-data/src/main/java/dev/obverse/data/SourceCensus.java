package dev.obverse.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was read from the files of one option.
 *
 * @param name data, valid or test
 * @param files the names of the files, without folders
 * @param rows rows read
 * @param duplicates rows that were merged into an earlier row of the same pair
 * @param conflicts pairs that have both labels
 * @param dropped pairs left out because of that
 */
public record SourceCensus(String name, List<String> files, long rows, long duplicates, long conflicts, long dropped) {
    /** Copies the list. */
    public SourceCensus {
        files = List.copyOf(files);
    }

    /** Returns the components in order, for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("files", files);
        map.put("rows", rows);
        map.put("duplicates", duplicates);
        map.put("conflicts", conflicts);
        map.put("dropped", dropped);
        return map;
    }
}
