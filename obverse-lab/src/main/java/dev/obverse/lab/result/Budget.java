package dev.obverse.lab.result;

import java.util.List;
import java.util.Map;

/**
 * What a method was allowed to try before validation chose.
 *
 * @param method its name in the study
 * @param configurations how many configurations it may try
 * @param tried how many it did try: fewer only if its grid has no more
 * @param grid the values of each setting that its grid crosses; empty without a grid
 */
public record Budget(String method, int configurations, int tried, Map<String, List<String>> grid) {
    /** Copies the map. */
    public Budget {
        grid = Ordered.copy(grid);
    }
}
