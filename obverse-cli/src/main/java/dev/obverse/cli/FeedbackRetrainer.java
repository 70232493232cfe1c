package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.Setting;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.model.FileFault;
import dev.obverse.core.train.TrainingListener;
import dev.obverse.data.OnConflict;
import dev.obverse.serve.feedback.FeedbackLog;
import dev.obverse.serve.feedback.Retrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Trains a model on with feedback as {@code train --from MODEL --data rows.csv --valid valid.csv --split files --on-conflict latest
 * --allow-other-rule} does: by the model's own settings, but for a pool that the rows cannot fill, in a run's folder {@code run}; what {@code train}
 * would print is in {@code training.txt} beside it.
 */
final class FeedbackRetrainer implements Retrainer {
    private static final String POOL = Setting.POOL.key();
    private static final Set<String> NEED_VIEWS = Set.of("exposed", "mixed");

    private final Kernels kernels;
    private final int threads;

    /** Makes one that trains on so many threads. */
    FeedbackRetrainer(Kernels kernels, int threads) {
        this.kernels = kernels;
        this.threads = threads;
    }

    @Override
    public Path retrain(Task task) {
        RunDirectory directory = new RunDirectory(task.folder().resolve("run"));
        Path printed = task.folder().resolve("training.txt");
        try (PrintWriter console = new PrintWriter(Files.newBufferedWriter(printed, StandardCharsets.UTF_8));
                TrainingRun run = prepare(task, directory, console)) {
            run.train();
        } catch (IOException e) {
            throw new InvalidInputException("the file " + printed + " cannot be written: " + FileFault.reason(e), e);
        }
        return directory.model();
    }

    private TrainingRun prepare(Task task, RunDirectory directory, PrintWriter console) {
        StartModel start = StartModel.read(task.start(), true);
        RunConfig run = RunConfig.of(start, data(task), () -> settings(start, task.views(), console));
        directory.check(run);
        // A run that is stopped is made anew next time, with more rows, so there is no use in checkpoints.
        CheckpointInterval never = new CheckpointInterval(Long.MAX_VALUE, true);
        return TrainingRun.prepare(run, start, directory, kernels, new TrainingRun.Options(threads, false, never, until(task.stopped()), console));
    }

    /**
     * The model's own settings. A pool of exposed pairs has none where everybody said something, as those do who answer on the page: then unlabeled pairs
     * are ones that nobody was shown, until views come again.
     */
    private static Map<String, String> settings(StartModel start, long views, PrintWriter console) {
        Map<String, String> settings = new LinkedHashMap<>(start.settings());
        String pool = settings.getOrDefault(POOL, "");
        if (views == 0 && NEED_VIEWS.contains(pool)) {
            settings.put(POOL, "auto");
            console.println("no new row is a mere view, so the pool of unlabeled pairs is auto, not " + pool + ": pairs without a row, until views come");
        }
        return settings;
    }

    /** The cut of the rows is the server's: pairs of validation may be ones that the model has seen as mere views. */
    private static DataSpec data(Task task) {
        Path valid = task.valid();
        return new DataSpec(List.of(task.rows().toString()), valid == null ? null : List.of(valid.toString()), null, null, "user", "item", "time", ",",
                FeedbackLog.POSITIVE, FeedbackLog.NEGATIVE, "files", null, null, OnConflict.LATEST.name().toLowerCase(Locale.ROOT), true, null);
    }

    private static TrainingListener until(BooleanSupplier stopped) {
        return new TrainingListener() {
            @Override
            public void step(int epoch, long done, long total) {
                if (stopped.getAsBoolean()) {
                    throw new CancellationException("nobody waits for this model any more");
                }
            }
        };
    }
}
