package dev.obverse.cli;

import dev.obverse.core.Interactions;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.model.TrainingHistory;
import dev.obverse.core.rank.Preference;
import dev.obverse.core.rank.TopMetrics;
import dev.obverse.core.train.EpochRecord;
import dev.obverse.core.train.Judgement;
import dev.obverse.core.train.Trainer;
import dev.obverse.core.train.TrainingData;
import dev.obverse.core.train.TrainingListener;
import dev.obverse.core.train.TrainingResult;
import dev.obverse.data.KnownIds;
import dev.obverse.data.LabelledLog;
import dev.obverse.data.LogReader;
import dev.obverse.data.Resources;
import dev.obverse.lab.run.FailureSignatures;
import java.io.PrintWriter;
import java.nio.file.Path;
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

/** {@code obverse train}: one model from a log, in a run directory. */
@Command(name = "train", description = "Trains one model from a log and judges it beside the floors.", mixinStandardHelpOptions = true,
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private SourceOptions source;
    @Mixin private LabelOptions labels;
    @Mixin private SplitOptions splits;
    @Mixin private TrainingOptions training;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file as in a run directory; the command line wins over it")
    private @Nullable Path configFile;

    @Option(names = "--from", paramLabel = "MODEL",
            description = "go on from this model, or from that of a run's folder: --data is new rows by the same label rule; what the model knows keeps its "
                    + "rows, new users and items get some; its settings hold unless others are given, and the optimizer starts anew")
    private @Nullable Path from;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "folder of the run: config, census, history, metrics, model")
    private Path out = Path.of("");

    @Option(names = "--threads", paramLabel = "N", description = "threads; they change the time, not the result (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--control", description = "train the labelled-only controls (bare, and with biases) beside it and compare with the better one")
    private boolean control;

    @Option(names = "--checkpoint-every", paramLabel = "N", defaultValue = CheckpointInterval.DEFAULT,
            converter = CheckpointInterval.Converter.class,
            description = "how often the run is kept, such as 500steps or 2epochs (default: ${DEFAULT-VALUE}); the same command goes on from there")
    private CheckpointInterval checkpointEvery = new CheckpointInterval(1, false);

    @Option(names = "--no-history", description = "leave the training rows out of the model file")
    private boolean noHistory;

    /**
     * A run that has been read and checked. Of the model that it goes on from, it holds nothing that is not in its own: at scale there is no
     * room for both.
     */
    private record Ready(
            RunConfig run, TrainingConfig config, RunDirectory directory, Kernels kernels, LabelledLog log, TrainingData data, RecommenderModel model,
            boolean history) {}

    @Override
    public Integer call() {
        Stopwatch watch = new Stopwatch();
        Ready ready = prepare(watch);
        train(ready, watch);
        return 0;
    }

    private Ready prepare(Stopwatch watch) {
        PrintWriter console = spec.commandLine().getOut();
        RunConfig file = Usage.check(spec, () -> configFile == null ? RunConfig.NOTHING : RunConfig.read(configFile));
        StartModel start = StartModel.of(from, file.from());
        RunConfig run = Usage.check(spec, () -> config(file, start));
        TrainingConfig config = Usage.check(spec, () -> TrainingConfig.of(run.settingsOrNone()));
        Usage.check(spec, () -> threads >= 1, "--threads is " + threads + "; give 1 or more");
        RunDirectory directory = new RunDirectory(out);
        directory.check(run);

        Kernels kernels = KernelProviders.choose();
        LabelledLog log = new LogReader(Resources.DEFAULT.withThreads(threads))
                .read(run.dataOrNothing().request(), start == null ? KnownIds.NONE : start.ids());
        watch.lap("read");
        log.census().lines().forEach(console::println);
        log.warnings().forEach(warning -> console.println("warning: " + warning));
        warnOfAlpha(config, console);
        TrainingData data = data(log, start, run.dataOrNothing(), console);
        directory.begin(run);
        directory.write("census.json", log.census().toMap());

        Trainer trainer = new Trainer(config, kernels, threads);
        RecommenderModel model = start == null ? trainer.initialModel(data) : trainer.grownModel(start.recommender().model(), data);
        boolean history = !noHistory && (start == null || start.recommender().hasHistory());
        return new Ready(run, config, directory, kernels, log, data, model, history);
    }

    private void train(Ready ready, Stopwatch watch) {
        PrintWriter console = spec.commandLine().getOut();
        TrainingConfig config = ready.config;
        LabelledLog log = ready.log;
        TrainingData data = ready.data;
        Kernels kernels = ready.kernels;
        RunDirectory directory = ready.directory;
        Map<String, String> identity = Provenance.ofRun(config, log, kernels, ready.run.from());
        TrainingResult result = new Trainer(config, kernels, threads).train(
                ready.model, data, listener(directory, console, config), new RunCheckpoints(directory, checkpointEvery, identity, console));
        watch.lap("train");
        RunReport report;
        Preference preference;
        try (Workers workers = new Workers(threads)) {
            report = new RunReport(result.model(), config, data, labelled(log.test()), workers);
            preference = Preference.of(result.model(), data, kernels, workers);
            watch.lap("judge");
            if (control) {
                report.compareWithControls(kernels);
                watch.lap("control");
            }
        }
        ModelFile.write(directory.model(), new Recommender(
                result.model(), config, log.users(), log.items(),
                ready.history ? TrainingHistory.of(data.all(), data.users()) : null,
                Provenance.of(log, report, preference, kernels, ready.run.from())));
        watch.lap("write");
        Map<String, Object> metrics = report.toMap(result, watch, threads, kernels);
        metrics.put(Preference.KEY, Json.preference(preference));
        directory.finish(metrics);
        report.print(console);
        print(preference, console);
        warnOfFailures(result, report.judgement(), console);
        console.println(report.verdict());
        console.flush();
    }

    /** Says what the model ranks by, where there was a choice. */
    private static void print(Preference preference, PrintWriter console) {
        Map<String, TopMetrics> rows = new LinkedHashMap<>();
        preference.metrics().forEach((weighting, metrics) -> rows.put(
                "valid, by " + weighting.key() + (weighting == preference.weighting() ? " (the default)" : ""), metrics));
        Terminal.top(console, rows);
        int ranked = preference.metrics().values().stream().mapToInt(TopMetrics::users).max().orElse(0);
        if (ranked < preference.users()) {
            console.printf(Locale.ROOT, "ranked for %,d of %,d users with validation positives, evenly spaced%n", ranked, preference.users());
        }
    }

    private RunConfig config(RunConfig file, @Nullable StartModel start) {
        DataSpec said = splits.spec().over(labels.spec()).over(source.spec()).over(file.dataOrNothing()).absolute();
        DataSpec data = start == null ? said : start.withRule(said);
        data.request();
        Map<String, String> base = new LinkedHashMap<>(start == null ? Map.of() : start.settings());
        base.putAll(file.settingsOrNone());
        TrainingConfig config = TrainingConfig.of(training.settings(base));
        if (start != null) {
            start.requireShape(config);
        }
        return new RunConfig(start == null ? null : start.spec(), data, config.toMap());
    }

    private static TrainingData data(LabelledLog log, @Nullable StartModel start, DataSpec spec, PrintWriter console) {
        TrainingData data = new TrainingData(log.train(), labelled(log.valid()), log.users().size(), log.items().size());
        data.requireBothLabels();
        if (start == null) {
            return data;
        }
        TrainingData more = start.after(data, labelled(log.test()), Boolean.TRUE.equals(spec.allowOverlap()));
        start.print(log, more, console);
        return more;
    }

    private static Interactions labelled(Interactions rows) {
        return rows.select(rows.labelledRows());
    }

    private static void warnOfAlpha(TrainingConfig config, PrintWriter console) {
        if (config.is(Setting.METHOD, "ig") && config.alpha() >= config.learningRate()) {
            console.println("warning: alpha " + config.alpha() + " is not below the learning-rate " + config.learningRate()
                    + ": a trial step then goes farther than the labelled step that corrects it");
        }
    }

    private static TrainingListener listener(RunDirectory directory, PrintWriter console, TrainingConfig config) {
        TrainingListener bars = Terminal.progress(console, Metric.named(config.text(Setting.SELECT)));
        return new TrainingListener() {
            @Override
            public void step(int epoch, long done, long total) {
                bars.step(epoch, done, total);
            }

            @Override
            public void epoch(EpochRecord epoch) {
                directory.addHistory(Json.epoch(epoch));
                bars.epoch(epoch);
            }
        };
    }

    private static void warnOfFailures(TrainingResult result, @Nullable Judgement judgement, PrintWriter console) {
        if (judgement == null) {
            return;
        }
        var found = FailureSignatures.find(result.history(), result.bestEpoch(), judgement.metrics(), judgement.floors());
        found.stream().limit(1).forEach(warning -> console.println("warning: " + warning.name() + ": " + warning.sentence()));
    }
}
