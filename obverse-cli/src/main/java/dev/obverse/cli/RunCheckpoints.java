package dev.obverse.cli;

import dev.obverse.core.model.CheckpointFile;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.train.Checkpoints;
import dev.obverse.core.train.TrainingState;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The checkpoint of a run directory: one file, always that of the last time. */
final class RunCheckpoints implements Checkpoints {
    private final RunDirectory directory;
    private final CheckpointInterval interval;
    private final Map<String, String> run;
    private final PrintWriter console;

    /**
     * Makes the checkpoints of a run.
     *
     * @param run what must be the same for the run to go on
     */
    RunCheckpoints(RunDirectory directory, CheckpointInterval interval, Map<String, String> run, PrintWriter console) {
        this.directory = directory;
        this.interval = interval;
        this.run = run;
        this.console = console;
    }

    /** The history on disk may be ahead of the checkpoint, or lack a line: it becomes what the checkpoint knows. */
    @Override
    public @Nullable TrainingState resume(Parameters parameters) {
        if (!Files.exists(directory.checkpoint())) {
            directory.setHistory(List.of());
            return null;
        }
        TrainingState state = CheckpointFile.read(directory.checkpoint(), run, parameters);
        directory.setHistory(state.history());
        console.println("going on from the checkpoint after step " + state.optimizerSteps() + ", in epoch " + state.epoch());
        return state;
    }

    @Override
    public boolean dueAfterStep(long optimizerSteps) {
        return interval.steps() && optimizerSteps % interval.count() == 0;
    }

    @Override
    public boolean dueAfterEpoch(int epoch) {
        return !interval.steps() && epoch % interval.count() == 0;
    }

    @Override
    public void save(TrainingState state, Parameters parameters) {
        CheckpointFile.write(directory.checkpoint(), run, state, parameters);
    }
}
