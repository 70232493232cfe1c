package dev.obverse.cli;

import dev.obverse.core.Interactions;
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

    @Override
    public Integer call() {
        PrintWriter console = spec.commandLine().getOut();
        RunConfig run = Usage.check(spec, this::config);
        TrainingConfig config = Usage.check(spec, () -> TrainingConfig.of(run.settingsOrNone()));
        Usage.check(spec, () -> threads >= 1, "--threads is " + threads + "; give 1 or more");
        RunDirectory directory = new RunDirectory(out);
        directory.check(run);

        Stopwatch watch = new Stopwatch();
        Kernels kernels = KernelProviders.choose();
        LabelledLog log = new LogReader(Resources.DEFAULT.withThreads(threads)).read(run.dataOrNothing().request());
        watch.lap("read");
        log.census().lines().forEach(console::println);
        log.warnings().forEach(warning -> console.println("warning: " + warning));
        warnOfAlpha(config, console);
        directory.begin(run);
        directory.write("census.json", log.census().toMap());

        TrainingData data = new TrainingData(log.train(), labelled(log.valid()), log.users().size(), log.items().size());
        Trainer trainer = new Trainer(config, kernels, threads);
        RunCheckpoints checkpoints =
                new RunCheckpoints(directory, checkpointEvery, Provenance.ofRun(config, log, kernels), console);
        TrainingResult result =
                trainer.train(trainer.initialModel(data), data, listener(directory, console, config), checkpoints);
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
                result.model(), config, log.users(), log.items(), noHistory ? null : TrainingHistory.of(log.train(), log.users().size()),
                Provenance.of(log, report, preference, kernels)));
        watch.lap("write");
        Map<String, Object> metrics = report.toMap(result, watch, threads, kernels);
        metrics.put(Preference.KEY, Json.preference(preference));
        directory.finish(metrics);
        report.print(console);
        print(preference, console);
        warnOfFailures(result, report.judgement(), console);
        console.println(report.verdict());
        console.flush();
        return 0;
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

    private RunConfig config() {
        RunConfig file = configFile == null ? RunConfig.NOTHING : RunConfig.read(configFile);
        DataSpec data = splits.spec().over(labels.spec()).over(source.spec()).over(file.dataOrNothing()).absolute();
        data.request();
        TrainingConfig config = TrainingConfig.of(training.settings(file.settingsOrNone()));
        return new RunConfig(data, config.toMap());
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
