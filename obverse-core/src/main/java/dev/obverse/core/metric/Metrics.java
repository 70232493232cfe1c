package dev.obverse.core.metric;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The value of every {@link Metric} on one set of rows, and the counts behind them. */
public final class Metrics {
    private final Map<Metric, Double> values = new EnumMap<>(Metric.class);
    private final int rows;
    private final int positives;
    private final int users;
    private final int usersWithBothLabels;

    Metrics(RankedRows ranked, int usersWithBothLabels, ToDoubleFunction<Metric> value) {
        for (Metric metric : Metric.values()) {
            values.put(metric, value.applyAsDouble(metric));
        }
        this.rows = ranked.rows();
        this.positives = ranked.positives();
        this.users = ranked.users();
        this.usersWithBothLabels = usersWithBothLabels;
    }

    /** Metrics that were computed before: of a run that is taken up again. */
    public Metrics(Map<Metric, Double> values, int rows, int positives, int users, int usersWithBothLabels) {
        this.values.putAll(values);
        this.rows = rows;
        this.positives = positives;
        this.users = users;
        this.usersWithBothLabels = usersWithBothLabels;
    }

    /** The value, or NaN where the rows do not define it; see {@link Evaluation#of}. */
    public double get(Metric metric) {
        return values.getOrDefault(metric, Double.NaN);
    }

    /** How many rows were scored. */
    public int rows() {
        return rows;
    }

    /** How many of the rows are positive. */
    public int positives() {
        return positives;
    }

    /** How many distinct users the rows have, each row of an unknown user counted as one. */
    public int users() {
        return users;
    }

    /** How many users have rows of both labels: those that the per-user metrics average over. */
    public int usersWithBothLabels() {
        return usersWithBothLabels;
    }

    /** All values in the order of {@link Metric}, for a log line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Metric metric : Metric.values()) {
            text.append(metric.publicName()).append('=').append(get(metric)).append(' ');
        }
        return text.append("rows=").append(rows).toString();
    }
}
