package dev.obverse.serve.answer;

import dev.obverse.core.rank.Weighting;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a loaded model.
 *
 * @param file where it was read from
 * @param sha256 the checksum that stands in the file, 64 lower-case digits
 * @param loaded when it was read
 * @param users how many users it knows
 * @param items how many items it knows
 * @param rankedBy what it ranks by
 * @param hasHistory whether the training rows are in it
 * @param config every setting that it was trained with, by name: backbone, dim, method, ...
 * @param provenance what else its file records, by name, as JSON or plain text: metrics, census, data hashes, versions
 */
public record ModelFacts(
        Path file, String sha256, Instant loaded, int users, int items, Weighting rankedBy, boolean hasHistory,
        Map<String, String> config, Map<String, String> provenance) {
    /** Copies the maps, in order of the names. */
    public ModelFacts {
        config = Collections.unmodifiableMap(new TreeMap<>(config));
        provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
    }
}
