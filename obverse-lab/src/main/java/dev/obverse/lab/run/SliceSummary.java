package dev.obverse.lab.run;

import dev.obverse.core.train.Floor;
import dev.obverse.lab.result.SliceResult;
import dev.obverse.lab.statistics.JudgedRows;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a slice when its training rows are let go.
 *
 * @param result what the report says of it
 * @param rows the rows that its cells are judged by
 */
record SliceSummary(SliceResult result, JudgedRows rows) {
    static SliceSummary of(Slice slice, Floors floors) {
        Map<String, Map<String, @Nullable Double>> metrics = new LinkedHashMap<>();
        Map<String, double[]> logits = new LinkedHashMap<>();
        for (Floor floor : Floor.values()) {
            metrics.put(floor.key(), Values.of(floors.metrics().get(floor)));
            logits.put(floor.key(), floors.logits().getOrDefault(floor, new double[0]));
        }
        SliceResult result = new SliceResult(slice.id(), slice.data(), slice.labelFraction(), slice.dataSeed(), slice.judgedOn(),
                slice.files(), slice.census(), metrics);
        return new SliceSummary(result, new JudgedRows(slice.judgedUsers(), slice.judged().positives(), logits));
    }
}
