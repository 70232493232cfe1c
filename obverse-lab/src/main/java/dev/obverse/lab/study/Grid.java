package dev.obverse.lab.study;

import dev.obverse.core.sample.SplitMix64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values of settings that are crossed, the last setting running fastest.
 *
 * @param values the values of each setting, none of them empty
 */
record Grid(Map<String, List<String>> values) {
    private static final long SEED = 1;

    /** How many points there are, at least 1; infinite rather than wrong. */
    double size() {
        return values.values().stream().mapToDouble(List::size).reduce(1, (a, b) -> a * b);
    }

    /** All points, or that many of them, drawn at random once and for all, in the order of the grid. */
    List<Map<String, String>> points(int most) {
        int[] chosen = new SplitMix64(SEED).permutation((int) size());
        chosen = Arrays.copyOf(chosen, Math.min(most, chosen.length));
        Arrays.sort(chosen);
        return Arrays.stream(chosen).mapToObj(this::point).toList();
    }

    private Map<String, String> point(int index) {
        Map<String, String> point = new LinkedHashMap<>();
        List<Map.Entry<String, List<String>>> reversed = new ArrayList<>(values.entrySet()).reversed();
        int rest = index;
        for (Map.Entry<String, List<String>> entry : reversed) {
            List<String> list = entry.getValue();
            point.put(entry.getKey(), list.get(rest % list.size()));
            rest /= list.size();
        }
        return point;
    }
}
