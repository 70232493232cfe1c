package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.train.TrainingListener;
import dev.obverse.data.LabelledLog;
import dev.obverse.data.LogReader;
import dev.obverse.data.LogRequest;
import dev.obverse.data.Resources;
import dev.obverse.data.simulate.Options;
import dev.obverse.data.simulate.Simulator;
import dev.obverse.lab.report.Report;
import dev.obverse.lab.result.StudyResults;
import dev.obverse.lab.run.Cell;
import dev.obverse.lab.run.CellOutcome;
import dev.obverse.lab.run.CellRunner;
import dev.obverse.lab.run.Findings;
import dev.obverse.lab.run.Floors;
import dev.obverse.lab.run.Slice;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code obverse demo}: the whole way from a log to a report, on a simulated feed. */
@Command(name = "demo", description = "Simulates a video feed, trains labelled-only, sampled negatives, IDL and IG on it, compares them, and leaves a model to serve.",
        mixinStandardHelpOptions = true, showDefaultValues = true)
final class DemoCommand implements Callable<Integer> {
    /** Users press buttons more readily than in most feeds, so that a test of one minute can tell methods apart. */
    private static final Options FEED = new Options(1500, 1200, 400_000, 1, 0.04, 0.015);
    private static final Map<String, String> SHARED =
            Map.of("epochs", "20", "patience", "5", "batch", "512", "learning-rate", "0.003", "bias", "zero", "pool", "exposed", "unlabeled-ratio", "5");
    private static final Map<String, Map<String, String>> METHODS = methods();

    @Spec private CommandSpec spec;

    @Option(names = "--out", paramLabel = "DIR", description = "folder of the log, the report, and a run to serve")
    private Path out = Path.of("obverse-demo");

    private static Map<String, Map<String, String>> methods() {
        Map<String, Map<String, String>> methods = new LinkedHashMap<>();
        methods.put("labelled-only", Map.of("method", "bce"));
        methods.put("sampled-negatives", Map.of("method", "sampled", "pool", "unexposed", "unlabeled-ratio", "1"));
        methods.put("idl", Map.of("method", "idl"));
        methods.put("ig", Map.of("method", "ig", "training-train", "0.5", "alpha", "0.001"));
        return methods;
    }

    @Override
    public Integer call() {
        PrintWriter console = spec.commandLine().getOut();
        RunDirectory.requireFolder(out);
        Path file = out.resolve("views.csv");
        DataSpec data = data(file);
        RunDirectory run = new RunDirectory(out.resolve("run"));
        RunConfig served = servedRun(data);
        claim(run, served);
        Simulator.write(FEED, file, Resources.DEFAULT);
        LogRequest request = data.request();
        LabelledLog log = new LogReader().read(request);
        console.printf(Locale.ROOT, "A simulated feed in %s: %,d views, a like or a dislike on few of them.%n", file, FEED.views());
        log.census().lines().forEach(console::println);
        console.flush();

        Kernels kernels = KernelProviders.choose();
        Slice slice = Slice.of("feed", log, request, simulateCommand(file), data.words(), new Vocabulary.Builder());
        Floors floors = Floors.of(slice);
        Findings findings = new Findings("Obverse demo: a simulated video feed", "auc", kernels.name(), List.of());
        findings.add(slice, floors);
        METHODS.forEach((name, settings) -> {
            CellOutcome outcome = new CellRunner(kernels).run(new Cell(name, config(settings)), slice, floors, progress(console, name));
            findings.add(outcome.result(), outcome.logits());
        });
        StudyResults results = findings.results();
        Leaderboard.print(console, results);
        Path report = out.resolve("report.html");
        Report.write(report, results);
        train(run, served, kernels, progress(console, "ig, to serve"));
        console.printf(Locale.ROOT, "%nEverything with charts, in a browser: %s%n", report);
        console.printf(Locale.ROOT, "A model to look at, in a browser: ./obverse serve --model %s --log %s%n", run.path(), out.resolve("feedback"));
        console.flush();
        return 0;
    }

    /** The Inverse Gradient once more, as {@code train} does it: a run to serve, with all that the server's page shows of one. */
    private static void train(RunDirectory directory, RunConfig config, Kernels kernels, TrainingListener progress) {
        CheckpointInterval never = new CheckpointInterval(Long.MAX_VALUE, true);
        try (TrainingRun run = TrainingRun.prepare(config, null, directory, kernels, new TrainingRun.Options(
                Runtime.getRuntime().availableProcessors(), false, never, progress, new PrintWriter(Writer.nullWriter())))) {
            run.train();
        }
    }

    private static RunConfig servedRun(DataSpec data) {
        return RunConfig.of(null, data.absolute(), () -> config(METHODS.getOrDefault("ig", Map.of())).toMap());
    }

    /** Makes the folder one of the demo's; nothing but what an earlier demo has left there is written over. */
    private void claim(RunDirectory run, RunConfig config) {
        if (!run.isOf(config)) {
            for (String name : List.of("views.csv", "report.html", "run")) {
                if (Files.exists(out.resolve(name))) {
                    throw new InvalidInputException(out.resolve(name) + " is there already, and not of a demo in this folder: name another one with --out");
                }
            }
        }
        run.clear();
        run.claim(config);
    }

    private static String simulateCommand(Path file) {
        return "./obverse simulate --users " + FEED.users() + " --videos " + FEED.videos() + " --views " + FEED.views() + " --seed "
                + FEED.seed() + " --like-rate " + FEED.likeRate() + " --dislike-rate " + FEED.dislikeRate() + " --out " + file;
    }

    private static DataSpec data(Path file) {
        return new DataSpec(List.of(file.toString()), null, null, null, null, null, null, null, "is_like = 1", "is_dislike = 1",
                "time:0.8,0.1,0.1", null, null, null, null, null);
    }

    private static TrainingConfig config(Map<String, String> settings) {
        TrainingConfig config = TrainingConfig.of(SHARED);
        for (Map.Entry<String, String> entry : settings.entrySet()) {
            config = config.with(entry.getKey(), entry.getValue());
        }
        return config;
    }

    private static TrainingListener progress(PrintWriter console, String method) {
        if (Terminal.interactive()) {
            console.println("training " + method);
            console.flush();
        }
        return Terminal.progress(console, Metric.AUC);
    }
}
