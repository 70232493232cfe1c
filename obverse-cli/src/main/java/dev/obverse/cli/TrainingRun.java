package dev.obverse.cli;

import dev.obverse.core.Interactions;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.model.HeldFile;
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
import dev.obverse.core.train.TrainingMemory;
import dev.obverse.core.train.TrainingResult;
import dev.obverse.data.KnownIds;
import dev.obverse.data.LabelledLog;
import dev.obverse.data.LogReader;
import dev.obverse.data.LogSize;
import dev.obverse.data.Resources;
import dev.obverse.lab.run.FailureSignatures;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run from its config to the model in its folder: what {@code train} does, and what a server does with its feedback. Once it is prepared it holds
 * nothing of the model that it goes on from but what is in its own: at scale there is no room for both.
 */
final class TrainingRun implements AutoCloseable {
    /**
     * What does not change the model.
     *
     * @param threads how many threads train
     * @param control whether the labelled-only controls are trained beside it
     * @param checkpointEvery how often a checkpoint is written
     * @param progress is told of steps and epochs
     * @param console what is printed
     */
    record Options(int threads, boolean control, CheckpointInterval checkpointEvery, TrainingListener progress, PrintWriter console) {}

    private final RunConfig run;
    private final TrainingConfig config;
    private final RunDirectory directory;
    private final Kernels kernels;
    private final Options options;
    private final Stopwatch watch;
    private final LabelledLog log;
    private final TrainingData data;
    private final RecommenderModel model;
    private final boolean history;
    private final HeldFile lock;

    private TrainingRun(
            RunConfig run, TrainingConfig config, RunDirectory directory, Kernels kernels, Options options, Stopwatch watch, LabelledLog log,
            TrainingData data, RecommenderModel model, boolean history, HeldFile lock) {
        this.run = run;
        this.config = config;
        this.directory = directory;
        this.kernels = kernels;
        this.options = options;
        this.watch = watch;
        this.log = log;
        this.data = data;
        this.model = model;
        this.history = history;
        this.lock = lock;
    }

    /**
     * Reads the log, builds the model and begins the folder.
     *
     * @param start the model that the config goes on from, or null if it begins
     * @param directory a folder that {@link RunDirectory#check} allows; it is the run's until that is closed
     */
    static TrainingRun prepare(RunConfig run, @Nullable StartModel start, RunDirectory directory, Kernels kernels, Options options) {
        Stopwatch watch = new Stopwatch();
        PrintWriter console = options.console;
        TrainingConfig config = TrainingConfig.of(run.settingsOrNone());
        LabelledLog log = new LogReader(Resources.DEFAULT.withThreads(options.threads))
                .read(run.dataOrNothing().request(), start == null ? KnownIds.NONE : start.ids(), size -> requireHeap(config, size));
        watch.lap("read");
        log.census().lines().forEach(console::println);
        log.warnings().forEach(warning -> console.println("warning: " + warning));
        warnOfAlpha(config, console);
        TrainingData data = data(log, start, run.dataOrNothing(), console);
        TrainingMemory.of(config, TrainingMemory.Counts.of(data, log.test().size())).requireHeap(Runtime.getRuntime().maxMemory());
        Trainer trainer = new Trainer(config, kernels, options.threads);
        RecommenderModel model = start == null ? trainer.initialModel(data) : trainer.grownModel(start.recommender().model(), data);
        // Rows that the start model lacks would be missing from a history that is taken for all of them.
        boolean history = run.keepsHistory() && (start == null || start.recommender().hasHistory());
        HeldFile lock = directory.begin(run);
        return new TrainingRun(run, config, directory, kernels, options, watch, log, data, model, history, lock);
    }

    /** Lets go of the folder. */
    @Override
    public void close() {
        lock.close();
    }

    /** Trains, judges, and writes the model and what is known of it. */
    void train() {
        PrintWriter console = options.console;
        int threads = options.threads;
        directory.write("census.json", log.census().toMap());
        Map<String, String> identity = Provenance.ofRun(config, log, kernels, run.from());
        TrainingResult result = new Trainer(config, kernels, threads).train(
                model, data, listener(), new RunCheckpoints(directory, options.checkpointEvery, identity, console));
        watch.lap("train");
        RunReport report;
        Preference preference;
        try (Workers workers = new Workers(threads)) {
            report = new RunReport(result.model(), config, data, labelled(log.test()), workers);
            preference = Preference.of(result.model(), data, kernels, workers);
            watch.lap("judge");
            if (options.control) {
                report.compareWithControls(kernels);
                watch.lap("control");
            }
        }
        ModelFile.write(directory.model(), new Recommender(
                result.model(), config, log.users(), log.items(),
                history ? TrainingHistory.of(data.all(), data.users()) : null,
                Provenance.of(log, report, preference, kernels, run.from())));
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

    /** Refuses what training could not hold, by what is certain before the log is in the heap; the rest is added when it is. */
    private static void requireHeap(TrainingConfig config, LogSize size) {
        TrainingMemory.of(config, new TrainingMemory.Counts(size.users(), size.items(), size.rows(), 0, 0)).requireHeap(Runtime.getRuntime().maxMemory());
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

    private TrainingListener listener() {
        return new TrainingListener() {
            @Override
            public void step(int epoch, long done, long total) {
                options.progress.step(epoch, done, total);
            }

            @Override
            public void epoch(EpochRecord epoch) {
                directory.addHistory(epoch);
                options.progress.epoch(epoch);
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
