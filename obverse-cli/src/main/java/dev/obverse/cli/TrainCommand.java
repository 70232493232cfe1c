package dev.obverse.cli;

import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.train.TrainingListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file as in a run's folder, or that folder; the command line wins over it")
    private @Nullable Path configFile;

    @Option(names = "--from", paramLabel = "MODEL",
            description = "go on from this model, or from that of a run's folder: --data is new rows by the same label rule; what the model knows keeps its "
                    + "rows, new users and items get some; its settings hold unless others are given, and the optimizer starts anew")
    private @Nullable Path from;

    @Option(names = "--allow-other-rule",
            description = "let --from go on with rows by another label rule, where it says the same of rows that are written otherwise")
    private boolean allowOtherRule;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "folder of the run: config, census, history, metrics, model")
    private Path out = Path.of("");

    @Option(names = "--threads", paramLabel = "N", description = "threads; they change the time, not the result (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--control", description = "train the labelled-only controls (bare, and with biases) beside it and compare with the better one")
    private boolean control;

    @Option(names = "--checkpoint-every", paramLabel = "N", defaultValue = CheckpointInterval.DEFAULT,
            converter = CheckpointInterval.Converter.class,
            description = "how often a checkpoint is written, such as 500steps or 2epochs (default: ${DEFAULT-VALUE}); the same command goes on from there")
    private CheckpointInterval checkpointEvery = new CheckpointInterval(1, false);

    @Option(names = "--no-history", description = "leave the training rows out of the model file")
    private boolean noHistory;

    @Override
    public Integer call() {
        try (TrainingRun run = prepare()) {
            run.train();
        }
        return 0;
    }

    private TrainingRun prepare() {
        PrintWriter console = spec.commandLine().getOut();
        RunConfig file = Usage.check(spec, () -> configFile == null ? RunConfig.NOTHING : RunConfig.read(configFile));
        StartModel start = StartModel.of(from, file.from(), allowOtherRule);
        Usage.check(spec, () -> start != null || !allowOtherRule, "--allow-other-rule says something of --from, which is not there; leave it out");
        RunConfig run = Usage.check(spec, () -> config(file, start));
        TrainingConfig config = Usage.check(spec, () -> TrainingConfig.of(run.settingsOrNone()));
        Usage.check(spec, () -> threads >= 1, "--threads is " + threads + "; give 1 or more");
        RunDirectory directory = new RunDirectory(out);
        directory.check(run);
        TrainingListener progress = Terminal.progress(console, Metric.named(config.text(Setting.SELECT)));
        return TrainingRun.prepare(run, start, directory, KernelProviders.choose(),
                new TrainingRun.Options(threads, control, checkpointEvery, progress, console));
    }

    private RunConfig config(RunConfig file, @Nullable StartModel start) {
        DataSpec said = splits.spec().over(labels.spec()).over(source.spec()).over(file.dataOrNothing()).absolute();
        Map<String, String> base = new LinkedHashMap<>(start == null ? Map.of() : start.settings());
        base.putAll(file.settingsOrNone());
        return RunConfig.of(start, said, () -> training.settings(base)).withHistory(!noHistory && file.keepsHistory());
    }
}
