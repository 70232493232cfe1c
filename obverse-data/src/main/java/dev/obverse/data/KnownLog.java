package dev.obverse.data;

import dev.obverse.core.Interactions;
import java.util.List;

/**
 * A labelled log in the dense ids of a model that exists. Unknown users are -2, -3, ..., one number each; unknown items are -1.
 *
 * @param rows one row for each pair, in the order of the files
 * @param source what was read
 * @param census what the rows hold; "unknown" means unknown to the model
 * @param hashes the files that were read
 */
public record KnownLog(Interactions rows, SourceCensus source, PartCensus census, List<FileHash> hashes) {
    /** Copies the list. */
    public KnownLog {
        hashes = List.copyOf(hashes);
    }
}
