package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.train.TrainingListener;
import dev.obverse.data.OnConflict;
import dev.obverse.serve.feedback.FeedbackLog;
import dev.obverse.serve.feedback.Retrainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Trains a model on with feedback as {@code train --from MODEL --data rows.csv --valid valid.csv --split files --on-conflict latest
 * --allow-other-rule} does: by the model's own settings, in a run's folder {@code run}; what {@code train} would print is in {@code training.txt}
 * beside it.
 */
final class FeedbackRetrainer implements Retrainer {
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
        try (PrintWriter console = new PrintWriter(Files.newBufferedWriter(printed, StandardCharsets.UTF_8))) {
            prepare(task, directory, console).train();
        } catch (IOException e) {
            throw new InvalidInputException("the file " + printed + " cannot be written: " + e.getMessage(), e);
        }
        return directory.model();
    }

    private TrainingRun prepare(Task task, RunDirectory directory, PrintWriter console) {
        StartModel start = StartModel.read(task.start(), true);
        RunConfig run = RunConfig.of(start, data(task), start::settings);
        directory.check(run);
        // A run that is stopped is made anew next time, with more rows, so there is no use in checkpoints.
        CheckpointInterval never = new CheckpointInterval(Long.MAX_VALUE, true);
        return TrainingRun.prepare(run, start, directory, kernels, new TrainingRun.Options(threads, false, never, until(task.stopped()), console));
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
