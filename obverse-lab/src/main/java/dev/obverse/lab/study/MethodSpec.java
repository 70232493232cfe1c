package dev.obverse.lab.study;

import dev.obverse.core.config.TrainingConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A method of a study with the configurations that it may have.
 *
 * @param name its name in the study
 * @param grid the values of each setting that are crossed; empty without a grid
 * @param candidates the configurations that are tried, at least one, in the order of the grid; backbone and seed are those of a run
 */
public record MethodSpec(String name, Map<String, List<String>> grid, List<TrainingConfig> candidates) {
    /** Copies the collections. */
    public MethodSpec {
        grid = Collections.unmodifiableMap(new LinkedHashMap<>(grid));
        candidates = List.copyOf(candidates);
    }

    /** Returns whether validation has something to choose. */
    public boolean isTuned() {
        return candidates.size() > 1;
    }
}
