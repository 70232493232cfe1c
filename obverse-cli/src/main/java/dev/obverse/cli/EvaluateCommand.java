package dev.obverse.cli;

import dev.obverse.core.Interactions;
import dev.obverse.core.config.Setting;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.metric.Bootstrap;
import dev.obverse.core.metric.Evaluation;
import dev.obverse.core.metric.Interval;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.train.Judgement;
import dev.obverse.core.train.Scorer;
import dev.obverse.core.train.ShrunkRates;
import dev.obverse.core.train.TrainingData;
import dev.obverse.data.KnownLog;
import dev.obverse.data.LogReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code obverse evaluate}: the metrics of a model on labelled rows, with floors and confidence intervals. */
@Command(name = "evaluate", description = "Judges a model on labelled rows, beside the floors.", mixinStandardHelpOptions = true, sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private SourceOptions source;
    @Mixin private LabelOptions labels;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "model file, or the folder of a run")
    private Path model = Path.of("");

    @Option(names = "--top", paramLabel = "K",
            description = "also rank all items for the users with positives, without what training has seen: "
                    + "recall, NDCG and coverage of the first K")
    private @Nullable Integer top;

    @Option(names = "--threads", paramLabel = "N", description = "threads; they change the time, not the result (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "print JSON instead of tables")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        DataSpec data = Usage.check(spec, () -> {
            DataSpec given = labels.spec().over(source.spec());
            given.source();
            given.rule();
            return given;
        });
        Usage.check(spec, () -> top == null || top >= 1, "--top is " + top + "; give 1 or more");
        Usage.check(spec, () -> threads >= 1, "--threads is " + threads + "; give 1 or more");
        Kernels kernels = KernelProviders.choose();
        Recommender recommender = ModelFile.read(ModelPath.of(model), kernels);
        if (top != null) {
            // Refused before anything is read, where the model does not know what was seen.
            recommender.history();
        }
        try (Workers workers = new Workers(threads)) {
            judge(out, data, recommender, kernels, workers);
        }
        return 0;
    }

    private void judge(PrintWriter out, DataSpec data, Recommender recommender, Kernels kernels, Workers workers) {
        KnownLog log = new LogReader().readKnown(data.source(), data.rule(), data.conflicts(), recommender.users(), recommender.items());
        Interactions rows = log.rows().select(log.rows().labelledRows());
        double[] logits = new Scorer(recommender.model().labels(), workers).logits(rows);
        Map<String, Metrics> table = new LinkedHashMap<>();
        Map<Metric, Interval> intervals;
        if (recommender.hasHistory()) {
            Metric decisive = Metric.named(recommender.config().text(Setting.SELECT));
            Judgement judgement = Judgement.of(rows, logits, rates(recommender), decisive, EnumSet.allOf(Metric.class), 1, workers);
            judgement.floors().forEach((floor, metrics) -> table.put("floor " + floor.key(), metrics));
            table.put("model", judgement.metrics());
            intervals = judgement.intervals();
        } else {
            spec.commandLine().getErr().println("no floors: the model was trained with --no-history, and they are made of its training labels");
            table.put("model", Evaluation.of(rows.users(), rows.positives(), logits, workers));
            intervals = Bootstrap.seeded(1).intervals(rows.users(), rows.positives(), logits, EnumSet.allOf(Metric.class), workers);
        }
        print(out, log, trainedOn(recommender, rows), table, intervals, top == null ? null : new TopReport(recommender, rows, top, kernels, workers));
        out.flush();
    }

    /** How many of the rows are of pairs whose label the model was trained on, as far as its file says. */
    private static int trainedOn(Recommender recommender, Interactions rows) {
        return recommender.hasHistory() ? data(recommender).alreadyKnown(rows) : 0;
    }

    /** Says what makes the figures look better than they are, or leaves most of them out. */
    private static void warn(PrintWriter out, KnownLog log, int trainedOn) {
        long labelled = log.census().positive() + log.census().negative();
        if (trainedOn > 0) {
            out.printf(Locale.ROOT, "warning: the model was trained on labels of %,d of these %,d pairs, so it is judged by what it knows%n",
                    trainedOn, labelled);
        }
        if (labelled > 0 && (log.census().positive() == 0 || log.census().negative() == 0)) {
            boolean positive = log.census().positive() == 0;
            out.printf(Locale.ROOT, "warning: no row is %s, and it takes both labels to tell good from bad: check %s%n",
                    positive ? "positive" : "negative", positive ? "--positive" : "--negative");
        }
    }

    private void print(
            PrintWriter out, KnownLog log, int trainedOn, Map<String, Metrics> table, Map<Metric, Interval> intervals, @Nullable TopReport full) {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("census", log.census().toMap());
            all.put("trained_on", trainedOn);
            table.forEach((name, metrics) -> all.put(name.replace(' ', '.'), Json.metrics(metrics)));
            all.put("intervals", Json.intervals(intervals));
            if (full != null) {
                all.put("top", full.toMap());
            }
            out.print(Json.pretty(all));
            return;
        }
        out.printf(Locale.ROOT, "%,d rows: %,d positive, %,d negative, %,d unlabeled (not judged); %,d rows of unknown users, %,d of unknown items%n",
                log.census().rows(), log.census().positive(), log.census().negative(), log.census().unlabeled(),
                log.census().unknownUserRows(), log.census().unknownItemRows());
        warn(out, log, trainedOn);
        Terminal.metrics(out, table, Map.of("model", intervals));
        if (full != null) {
            full.print(out);
        }
    }

    private static ShrunkRates rates(Recommender recommender) {
        return ShrunkRates.of(data(recommender));
    }

    /** What the model was trained on, as rows from before. */
    private static TrainingData data(Recommender recommender) {
        return new TrainingData(Interactions.empty(), Interactions.empty(), recommender.users().size(), recommender.items().size(),
                recommender.history().interactions());
    }
}
