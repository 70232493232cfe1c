package dev.obverse.cli;

import dev.obverse.core.metric.Difference;
import dev.obverse.core.metric.Interval;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.rank.Preference;
import dev.obverse.core.rank.TopMetrics;
import dev.obverse.core.train.EpochRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What results look like as JSON: an undefined number is null, keys keep their order. */
final class Json {
    private static final JsonMapper COMPACT = JsonMapper.builder().build();
    private static final JsonMapper PRETTY = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /** One line. */
    static String line(Object value) {
        return COMPACT.writeValueAsString(value);
    }

    /** For people. */
    static String pretty(Object value) {
        return PRETTY.writeValueAsString(value) + "\n";
    }

    /** Reads a text that this class wrote. */
    static Object parse(String text) {
        return COMPACT.readValue(text, Object.class);
    }

    static Map<String, Object> metrics(@Nullable Metrics metrics) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (metrics != null) {
            for (Metric metric : Metric.values()) {
                map.put(metric.publicName(), number(metrics.get(metric)));
            }
            map.put("rows", metrics.rows());
            map.put("users", metrics.users());
            map.put("users_with_both_labels", metrics.usersWithBothLabels());
        }
        return map;
    }

    static Map<String, Object> intervals(Map<Metric, Interval> intervals) {
        Map<String, Object> map = new LinkedHashMap<>();
        intervals.forEach((metric, interval) ->
                map.put(metric.publicName(), Arrays.asList(number(interval.low()), number(interval.high()))));
        return map;
    }

    static Map<String, Object> difference(Difference difference) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("metric", difference.metric().publicName());
        map.put("difference", number(difference.value()));
        map.put("interval", Arrays.asList(number(difference.interval().low()), number(difference.interval().high())));
        map.put("p", number(difference.pValue()));
        map.put("verdict", difference.verdict().name().toLowerCase(Locale.ROOT));
        return map;
    }

    /** Metrics of full rankings, by their public names. */
    static Map<String, Object> top(TopMetrics metrics) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("recall@" + metrics.cut(), number(metrics.recall()));
        map.put("ndcg@" + metrics.cut(), number(metrics.ndcg()));
        map.put("coverage@" + metrics.cut(), number(metrics.coverage()));
        map.put("users", metrics.users());
        return map;
    }

    /** How the default weighting of a model was found. */
    static Map<String, Object> preference(Preference preference) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("default", preference.weighting().key());
        preference.metrics().forEach((weighting, metrics) -> map.put(weighting.key(), top(metrics)));
        map.put("users_with_positives", preference.users());
        return map;
    }

    /** A line of {@code history.jsonl}. */
    static Map<String, Object> epoch(EpochRecord epoch) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("epoch", epoch.epoch());
        map.put("losses", epoch.losses());
        map.put("valid", metrics(epoch.valid()));
        map.put("choices", epoch.choices().entrySet().stream().collect(Collectors.toMap(
                entry -> entry.getKey().name().toLowerCase(Locale.ROOT), Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new)));
        map.put("positive_weight_mean", number(epoch.meanPositiveWeight()));
        map.put("positive_weight_deciles", Arrays.stream(epoch.positiveWeightDeciles()).boxed().collect(Collectors.toList()));
        map.put("best", epoch.best());
        map.put("seconds", epoch.seconds());
        return map;
    }

    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
