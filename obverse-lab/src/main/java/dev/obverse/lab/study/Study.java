package dev.obverse.lab.study;

import dev.obverse.lab.result.Budget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A study: everything that is crossed with everything. The format of its file is in the package documentation.
 *
 * @param title what it is called
 * @param data the data sets
 * @param labelFractions the shares of the training labels that are kept
 * @param backbones the backbones
 * @param seeds the seeds of training
 * @param methods the methods
 * @param select the validation metric that picks configurations, and epochs unless a method says otherwise
 * @param budget how many configurations a method may try
 * @param tuningSeeds how many of the seeds, the first ones, the choice is made on
 */
public record Study(
        String title,
        List<DataSet> data,
        List<Double> labelFractions,
        List<String> backbones,
        List<Long> seeds,
        List<MethodSpec> methods,
        String select,
        int budget,
        int tuningSeeds) {

    /** Copies the lists. */
    public Study {
        data = List.copyOf(data);
        labelFractions = List.copyOf(labelFractions);
        backbones = List.copyOf(backbones);
        seeds = List.copyOf(seeds);
        methods = List.copyOf(methods);
    }

    /**
     * Reads a study file.
     *
     * @throws dev.obverse.core.InvalidInputException in one sentence that names the place, if the file is not there, is no YAML, has a key
     *     that is not known, names a method, backbone, setting, value or file that is not, or leaves nothing to run
     */
    public static Study parse(Path file) {
        return StudyReader.read(file);
    }

    /** Returns what each method may try; none if nothing is tuned. */
    public List<Budget> budgets() {
        boolean tuned = methods.stream().anyMatch(MethodSpec::isTuned);
        return !tuned ? List.of() : methods.stream()
                .map(method -> new Budget(method.name(), budget, method.candidates().size(), method.grid())).toList();
    }

    /** Returns how many runs there are. */
    public int runs() {
        int places = data.size() * labelFractions.size() * backbones.size();
        return methods.stream().mapToInt(method -> places * (seeds.size() + (method.candidates().size() - 1) * tuningSeeds)).sum();
    }

    /** Returns what will be done, the budget of every method too, as lines for a reader. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(title);
        lines.add(data.size() + " data x " + labelFractions.size() + " label fractions x " + backbones.size() + " backbones x "
                + methods.size() + " methods x " + seeds.size() + " seeds; " + runs() + " runs");
        for (Budget one : budgets()) {
            lines.add("budget of " + one.method() + ": " + one.tried() + " of at most " + one.configurations()
                    + " configurations, chosen by validation " + select + " over "
                    + (tuningSeeds == 1 ? "the first seed" : "the first " + tuningSeeds + " seeds"));
        }
        return lines;
    }
}
