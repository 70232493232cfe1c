package dev.obverse.lab;

import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.train.TrainingListener;
import dev.obverse.lab.result.Budget;
import dev.obverse.lab.result.StudyResults;
import dev.obverse.lab.run.Cell;
import dev.obverse.lab.run.CellOutcome;
import dev.obverse.lab.run.CellRunner;
import dev.obverse.lab.run.Findings;
import dev.obverse.lab.run.Floors;
import dev.obverse.lab.run.Slice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small study, run in memory, that has something to show in every part of the report. */
public final class SampleResults {
    private static final Map<String, String> COMMON =
            Map.of("epochs", "12", "batch", "128", "dim", "8", "learning-rate", "0.01", "patience", "0");
    private static final List<String> ALPHAS = List.of("0.0001", "0.001", "0.01");
    private static final List<String> GAMMAS = List.of("0.005", "0.01", "0.02");

    private SampleResults() {}

    /** Runs it: two label fractions, two seeds, six methods and a grid of step sizes for one of them. */
    public static StudyResults run() {
        Findings findings = new Findings("Sample <study> & \"all\" of it </script>", "auc", "scalar", List.of(
                new Budget("bce", 9, 1, Map.of()),
                new Budget("ig grid", 9, 9, new LinkedHashMap<>(Map.of("alpha", ALPHAS, "learning-rate", GAMMAS)))));
        for (double fraction : new double[] {1, 0.3}) {
            for (long seed = 1; seed <= 2; seed++) {
                run(findings, SmallWorld.slice("small", fraction, seed), seed);
            }
        }
        return findings.results();
    }

    private static void run(Findings findings, Slice slice, long seed) {
        Floors floors = Floors.of(slice);
        findings.add(slice, floors);
        add(findings, slice, floors, "bce", seed, Map.of(), true);
        add(findings, slice, floors, "bce with biases", seed, Map.of("bias", "zero"), true);
        add(findings, slice, floors, "sampled", seed, Map.of("method", "sampled"), true);
        add(findings, slice, floors, "idl", seed, Map.of("method", "idl"), true);
        add(findings, slice, floors, "ig", seed, Map.of("method", "ig", "training-train", "0.5", "unlabeled-ratio", "3"), true);
        add(findings, slice, floors, "prior and linear", seed, Map.of("bias", "prior", "linear", "true"), true);
        for (String alpha : ALPHAS) {
            for (String gamma : GAMMAS) {
                add(findings, slice, floors, "ig grid", seed, Map.of("method", "ig", "training-train", "0.5", "alpha", alpha,
                        "learning-rate", gamma), alpha.equals("0.001") && gamma.equals("0.01"));
            }
        }
    }

    private static void add(Findings findings, Slice slice, Floors floors, String name, long seed, Map<String, String> own, boolean chosen) {
        Map<String, String> settings = new LinkedHashMap<>(COMMON);
        settings.putAll(own);
        settings.put("seed", Long.toString(seed));
        CellOutcome outcome = new CellRunner(new ScalarKernels())
                .run(new Cell(name, TrainingConfig.of(settings)), slice, floors, TrainingListener.NONE);
        findings.add(outcome.result().in(slice.id(), name, chosen), outcome.logits());
    }
}
