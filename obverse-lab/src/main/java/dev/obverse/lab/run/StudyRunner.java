package dev.obverse.lab.run;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.lab.report.Report;
import dev.obverse.lab.result.CellResult;
import dev.obverse.lab.result.ResultFiles;
import dev.obverse.lab.result.StudyResults;
import dev.obverse.lab.result.WholeFile;
import dev.obverse.lab.study.Study;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Runs a study into a folder: {@code cells/} with a file for each finished run, then {@code results.json}, {@code timings.json} and
 * {@code report.html}.
 *
 * <p>Run again on the same folder, it goes on where it stopped, however it stopped, and gives the same {@code results.json}, byte for byte:
 * a run is a function of its config and its data, and what it took of the clock is in {@code timings.json} alone. A study that was edited and
 * kept its title goes on in its folder: finished runs serve where config and data are the same.
 */
public final class StudyRunner {
    private static final String RESULTS = "results.json";
    private static final int LONGEST_TITLE = 100;

    private final Kernels kernels;
    private final int threads;

    /**
     * Makes a runner.
     *
     * @param kernels the provider of vector primitives; part of what identifies a run
     * @param threads how many cells run at a time; it changes no result
     */
    public StudyRunner(Kernels kernels, int threads) {
        if (threads < 1) {
            throw new InvalidInputException("threads is " + threads + "; give 1 or more");
        }
        this.kernels = kernels;
        this.threads = threads;
    }

    /** Makes a runner that uses all cores, one cell on each. */
    public StudyRunner(Kernels kernels) {
        this(kernels, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Runs a study, or what is left of it.
     *
     * @param out the folder; made if it is not there
     * @throws InvalidInputException if the folder is a file, or another study has it or has left its results there, if data cannot be read, or if
     *     something is to be chosen and there are no validation rows to choose by
     */
    public StudyResults run(Study study, Path out, StudyListener listener) {
        try (FolderLock _ = FolderLock.take(out)) {
            return runLocked(study, out, listener);
        }
    }

    private StudyResults runLocked(Study study, Path out, StudyListener listener) {
        requireOwn(study, out);
        StudyPlan plan = new StudyPlan(study, new Slices(out.resolve("data"), !study.budgets().isEmpty(), listener));
        CellQueue queue = new CellQueue(new CellStore(out.resolve("cells")), kernels, threads, study.runs(), listener);
        queue.run(plan.tuning());
        Map<StudyPlan.Place, TrainingConfig> chosen = new HashMap<>();
        plan.places().forEach(place -> chosen.put(place, plan.choose(place, queue)));
        queue.run(plan.compared(place -> Objects.requireNonNull(chosen.get(place))));
        return conclude(study, plan, chosen, queue, out);
    }

    /** An edited study takes the place of what it was; another one would be lost. */
    private static void requireOwn(Study study, Path out) {
        Path results = out.resolve(RESULTS);
        String title = Files.exists(results) ? ResultFiles.title(results) : study.title();
        if (!title.equals(study.title())) {
            throw new InvalidInputException(
                    "the output " + out + " holds the study '" + InvalidInputException.shown(title, LONGEST_TITLE) + "'; name another folder");
        }
    }

    private StudyResults conclude(
            Study study, StudyPlan plan, Map<StudyPlan.Place, TrainingConfig> chosen, CellQueue queue, Path out) {
        Findings findings = new Findings(study.title(), study.select(), kernels.name(), study.budgets());
        plan.slices().forEach(slice -> findings.add(Objects.requireNonNull(slice.summary())));
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (StudyPlan.Place place : plan.places()) {
            TrainingConfig best = Objects.requireNonNull(chosen.get(place));
            Set<PlannedCell> compared = new LinkedHashSet<>();
            study.seeds().forEach(seed -> compared.add(plan.cell(place, best, seed)));
            Set<PlannedCell> all = new LinkedHashSet<>(compared);
            if (place.method().isTuned()) {
                place.method().candidates().forEach(config -> all.addAll(plan.trials(place, config)));
            }
            for (PlannedCell cell : all) {
                CellOutcome outcome = queue.outcome(cell);
                CellResult result = outcome.result().in(cell.slice().id(), place.method().name(), compared.contains(cell));
                findings.add(result, result.chosen() ? outcome.logits() : new float[0]);
                seconds.put(result.key(), outcome.seconds());
            }
        }
        StudyResults results = findings.results();
        WholeFile.write(out.resolve(RESULTS), ResultFiles.bytes(results));
        WholeFile.write(out.resolve("timings.json"), ResultFiles.bytes(seconds));
        Report.write(out.resolve("report.html"), results);
        return results;
    }
}
