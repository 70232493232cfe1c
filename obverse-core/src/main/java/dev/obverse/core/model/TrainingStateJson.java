package dev.obverse.core.model;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.train.Choice;
import dev.obverse.core.train.EpochRecord;
import dev.obverse.core.train.EpochStatistics;
import dev.obverse.core.train.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A {@link TrainingState} as JSON, without the arrays: every number comes back as it was, and an undefined one is null. */
final class TrainingStateJson {
    /** Some hundred thousand epochs, more than anyone trains. */
    private static final int MOST_VALUES = 10_000_000;

    private TrainingStateJson() {}

    static Json write(TrainingState state) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("epoch", Json.Num.of(state.epoch()));
        members.put("step", Json.Num.of(state.step()));
        members.put("optimizer_steps", Json.Num.of(state.optimizerSteps()));
        members.put("best_epoch", Json.Num.of(state.bestEpoch()));
        members.put("best_metric", number(state.bestMetric()));
        members.put("statistics", counts(state.statistics()));
        members.put("history", new Json.Arr(state.history().stream().map(TrainingStateJson::epoch).toList()));
        return new Json.Obj(members);
    }

    private static Json counts(EpochStatistics.Counts counts) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("names", new Json.Arr(counts.names().stream().<Json>map(Json.Str::new).toList()));
        members.put("loss_sums", numbers(counts.lossSums()));
        members.put("steps", numbers(counts.steps()));
        members.put("choices", numbers(counts.choices()));
        members.put("weight_bins", numbers(counts.weightBins()));
        members.put("weight_sum", number(counts.weightSum()));
        return new Json.Obj(members);
    }

    private static Json epoch(EpochRecord epoch) {
        Map<String, Json> members = new LinkedHashMap<>();
        Map<String, Json> losses = new LinkedHashMap<>();
        epoch.losses().forEach((name, loss) -> losses.put(name, number(loss)));
        members.put("losses", new Json.Obj(losses));
        members.put("valid", metrics(epoch.valid()));
        members.put("choices", numbers(epoch.choices().values().stream().mapToLong(Long::longValue).toArray()));
        members.put("positive_weight_mean", number(epoch.meanPositiveWeight()));
        members.put("positive_weight_deciles", numbers(epoch.positiveWeightDeciles()));
        members.put("best", new Json.Bool(epoch.best()));
        members.put("seconds", number(epoch.seconds()));
        return new Json.Obj(members);
    }

    private static Json metrics(@Nullable Metrics metrics) {
        if (metrics == null) {
            return new Json.Null();
        }
        Map<String, Json> members = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            members.put(metric.publicName(), number(metrics.get(metric)));
        }
        members.put("rows", numbers(new long[] {metrics.rows(), metrics.positives(), metrics.users(), metrics.usersWithBothLabels()}));
        return new Json.Obj(members);
    }

    private static Json number(double value) {
        return Double.isFinite(value) ? Json.Num.of(value) : new Json.Null();
    }

    private static Json numbers(double[] values) {
        return new Json.Arr(DoubleStream.of(values).mapToObj(TrainingStateJson::number).toList());
    }

    private static Json numbers(long[] values) {
        return new Json.Arr(LongStream.of(values).<Json>mapToObj(Json.Num::of).toList());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws InvalidInputException if it is anything else
     */
    static TrainingState read(String text, List<float[]> bestValues) {
        Map<String, Json> members = Json.parse(text, MOST_VALUES).asObject();
        List<EpochRecord> history = new ArrayList<>();
        for (Json epoch : member(members, "history").asArray()) {
            history.add(epoch(history.size() + 1, epoch.asObject()));
        }
        int epoch = whole(members, "epoch");
        int bestEpoch = whole(members, "best_epoch");
        long step = member(members, "step").asLong();
        long optimizerSteps = member(members, "optimizer_steps").asLong();
        boolean bestFits = bestValues.isEmpty() ? bestEpoch == history.size() : bestEpoch >= 1 && bestEpoch <= history.size();
        if (epoch != history.size() + 1 || !bestFits || step < 0 || optimizerSteps < 0) {
            throw new InvalidInputException("its place, epoch " + epoch + ", step " + step + " of " + optimizerSteps
                    + ", with the best epoch " + bestEpoch + ", does not fit its " + history.size() + " ended epochs");
        }
        return new TrainingState(
                epoch, step, optimizerSteps, counts(member(members, "statistics").asObject()), history, bestEpoch,
                real(member(members, "best_metric")), bestValues);
    }

    private static EpochStatistics.Counts counts(Map<String, Json> members) {
        return new EpochStatistics.Counts(
                member(members, "names").asArray().stream().map(Json::asString).toList(),
                reals(member(members, "loss_sums")), counts(members, "steps"), counts(members, "choices"),
                counts(members, "weight_bins"), real(member(members, "weight_sum")));
    }

    private static EpochRecord epoch(int number, Map<String, Json> members) {
        Map<String, Double> losses = new LinkedHashMap<>();
        member(members, "losses").asObject().forEach((name, loss) -> losses.put(name, real(loss)));
        long[] counts = counts(members, "choices", Choice.values().length);
        Map<Choice, Long> choices = new LinkedHashMap<>();
        for (Choice choice : Choice.values()) {
            choices.put(choice, counts[choice.ordinal()]);
        }
        return new EpochRecord(
                number, losses, metrics(member(members, "valid")), choices, real(member(members, "positive_weight_mean")),
                reals(member(members, "positive_weight_deciles")), new Json.Bool(true).equals(member(members, "best")),
                real(member(members, "seconds")));
    }

    private static @Nullable Metrics metrics(Json json) {
        if (json instanceof Json.Null) {
            return null;
        }
        Map<String, Json> members = json.asObject();
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            values.put(metric, real(member(members, metric.publicName())));
        }
        long[] counts = counts(members, "rows", 4);
        if (Arrays.stream(counts).anyMatch(count -> count > Integer.MAX_VALUE)) {
            throw new InvalidInputException("its place counts more rows than there can be");
        }
        int[] rows = Arrays.stream(counts).mapToInt(Math::toIntExact).toArray();
        return new Metrics(values, rows[0], rows[1], rows[2], rows[3]);
    }

    private static Json member(Map<String, Json> members, String name) {
        Json value = members.get(name);
        if (value == null) {
            throw new InvalidInputException("its place has no " + name);
        }
        return value;
    }

    private static int whole(Map<String, Json> members, String name) {
        long value = member(members, name).asLong();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new InvalidInputException("its place has the " + name + " " + value);
        }
        return (int) value;
    }

    private static double real(Json json) {
        double value = json instanceof Json.Null ? Double.NaN : json.asDouble();
        if (Double.isInfinite(value)) {
            throw new InvalidInputException("its place has a number beyond the range of a double: " + Json.brief(json));
        }
        return value;
    }

    private static double[] reals(Json json) {
        return json.asArray().stream().mapToDouble(TrainingStateJson::real).toArray();
    }

    /** Numbers of things. */
    private static long[] counts(Map<String, Json> members, String name) {
        long[] counts = member(members, name).asArray().stream().mapToLong(Json::asLong).toArray();
        return requireThat(Arrays.stream(counts).allMatch(count -> count >= 0), counts, members, name);
    }

    /** Numbers of so many things. */
    private static long[] counts(Map<String, Json> members, String name, int length) {
        long[] counts = counts(members, name);
        return requireThat(counts.length == length, counts, members, name);
    }

    private static long[] requireThat(boolean right, long[] counts, Map<String, Json> members, String name) {
        if (!right) {
            throw new InvalidInputException("its place has the " + name + " " + Json.brief(member(members, name)));
        }
        return counts;
    }
}
