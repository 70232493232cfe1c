package dev.obverse.lab.study;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads a study file, strictly. */
final class StudyReader {
    private static final List<String> KEYS = List.of("title", "data", "label-fractions", "backbones", "seeds", "settings", "methods", "grid",
            "budget", "tuning-seeds");
    private static final List<String> METHOD_KEYS = List.of("name", "method", "settings", "grid");
    /** What a study crosses is said in one place only. */
    private static final List<String> CROSSED = List.of(Setting.METHOD.key(), Setting.BACKBONE.key(), Setting.SEED.key());
    private static final int MOST_SEEDS = 1000;
    private static final int MOST_CONFIGURATIONS = 10_000;
    private static final int MOST_METHODS = 200;
    private static final int MOST_RUNS = 100_000;

    private final YamlNode top;
    private final Path folder;

    private StudyReader(Path file) {
        this.top = YamlNode.read(file).withKeys(KEYS);
        Path parent = file.getParent();
        this.folder = parent == null ? Path.of("") : parent;
    }

    static Study read(Path file) {
        return new StudyReader(file).read();
    }

    private Study read() {
        String title = top.need("title").text();
        TrainingConfig common = with(TrainingConfig.defaults(), uncrossed(top.get("settings")));
        List<Draft> drafts = drafts(common);
        List<String> backbones = backbones();
        List<Double> fractions = fractions();
        List<Long> seeds = seeds();
        int budget = budget(drafts);
        int tuningSeeds = tuningSeeds(seeds);
        requireFewRuns(drafts, budget, (double) fractions.size() * backbones.size() * top.need("data").elements().size(), seeds.size(), tuningSeeds);
        List<DataSet> data = top.need("data").filled().stream().map(node -> DataSetReader.read(node, folder)).toList();
        top.need("data").distinct(data.stream().map(DataSet::name).toList(), "data set");
        return new Study(title, data, fractions, backbones, seeds, drafts.stream().map(draft -> draft.spec(budget)).toList(),
                common.text(Setting.SELECT), budget, tuningSeeds);
    }

    private int tuningSeeds(List<Long> seeds) {
        YamlNode tuning = top.get("tuning-seeds");
        int count = tuning == null ? 1 : tuning.whole(1, Math.max(MOST_SEEDS, seeds.size()));
        if (count > seeds.size()) {
            throw top.wrong("tuning-seeds is " + count + ", but the study has " + seeds.size() + (seeds.size() == 1 ? " seed" : " seeds"));
        }
        return count;
    }

    /** A few lines can ask for more runs than anyone lives to see, and for more memory than there is to list them. */
    private void requireFewRuns(List<Draft> drafts, int budget, double places, int seeds, int tuningSeeds) {
        double runs = 0;
        for (Draft draft : drafts) {
            runs += places * (seeds + (Math.min(budget, draft.grid().size()) - 1) * tuningSeeds);
        }
        if (runs > MOST_RUNS) {
            throw top.wrong(String.format(Locale.ROOT, "it asks for %,.0f runs, more than %,d; divide it", runs, MOST_RUNS));
        }
    }

    private List<Double> fractions() {
        YamlNode node = top.get("label-fractions");
        if (node == null) {
            return List.of(1.0);
        }
        List<Double> fractions = new ArrayList<>();
        for (YamlNode one : node.filled()) {
            double fraction = one.number();
            if (!(fraction > 0 && fraction <= 1)) {
                throw one.wrong("a label fraction is above 0 and up to 1, not " + one.text());
            }
            fractions.add(fraction);
        }
        node.distinct(fractions, "label fraction");
        return fractions;
    }

    private List<String> backbones() {
        YamlNode node = top.get("backbones");
        if (node == null) {
            return List.of(Setting.BACKBONE.defaultValue());
        }
        List<String> backbones = node.filled().stream()
                .map(one -> with(TrainingConfig.defaults(), one, Setting.BACKBONE.key(), one.text()).text(Setting.BACKBONE)).toList();
        node.distinct(backbones, "backbone");
        return backbones;
    }

    private List<Long> seeds() {
        YamlNode node = top.get("seeds");
        if (node == null) {
            return List.of(1L);
        }
        if (!node.isList()) {
            return LongStream.rangeClosed(1, node.whole(1, MOST_SEEDS)).boxed().toList();
        }
        List<Long> seeds = node.filled().stream().map(YamlNode::whole).toList();
        node.distinct(seeds, "seed");
        return seeds;
    }

    /** Settings or a grid; neither may name what the study crosses. */
    private static Map<String, YamlNode> uncrossed(@Nullable YamlNode node) {
        if (node == null) {
            return Map.of();
        }
        for (String name : node.entries().keySet()) {
            if (CROSSED.contains(name)) {
                throw node.wrong("'" + name + "' cannot be set here, for a study crosses methods, backbones and seeds: see its keys "
                        + String.join(", ", KEYS));
            }
        }
        return node.entries();
    }

    private static TrainingConfig with(TrainingConfig config, Map<String, YamlNode> settings) {
        TrainingConfig changed = config;
        for (Map.Entry<String, YamlNode> entry : settings.entrySet()) {
            changed = with(changed, entry.getValue(), entry.getKey(), entry.getValue().text());
        }
        return changed;
    }

    /** A config with one more setting; a refusal names the place. */
    private static TrainingConfig with(TrainingConfig config, YamlNode place, String name, String value) {
        try {
            return config.with(name, value);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(place.where() + ": " + YamlNode.brief(String.valueOf(e.getMessage())), e);
        }
    }

    /** A method before the budget is known. */
    private record Draft(String name, TrainingConfig config, Grid grid) {
        MethodSpec spec(int budget) {
            List<TrainingConfig> candidates = new ArrayList<>();
            for (Map<String, String> point : grid.points(budget)) {
                TrainingConfig candidate = config;
                for (Map.Entry<String, String> entry : point.entrySet()) {
                    candidate = candidate.with(entry.getKey(), entry.getValue());
                }
                candidates.add(candidate);
            }
            return new MethodSpec(name, grid.values(), candidates);
        }
    }

    private List<Draft> drafts(TrainingConfig common) {
        YamlNode list = top.need("methods");
        if (list.elements().size() > MOST_METHODS) {
            throw list.wrong("a study has at most " + MOST_METHODS + " methods, not " + list.elements().size());
        }
        List<Draft> drafts = list.filled().stream().map(node -> draft(node, common)).toList();
        list.distinct(drafts.stream().map(Draft::name).toList(), "method");
        return drafts;
    }

    private Draft draft(YamlNode node, TrainingConfig common) {
        if (!node.isMapping()) {
            return new Draft(node.text(), with(common, node, Setting.METHOD.key(), node.text()), grid(node, null));
        }
        node.withKeys(METHOD_KEYS);
        YamlNode method = node.get("method");
        YamlNode name = node.get("name");
        if (method == null && name == null) {
            throw node.wrong("give a 'name', a 'method' or both");
        }
        YamlNode kind = method != null ? method : node.need("name");
        TrainingConfig config = with(with(common, kind, Setting.METHOD.key(), kind.text()), uncrossed(node.get("settings")));
        return new Draft(name != null ? name.text() : kind.text(), config, grid(node, node.get("grid")));
    }

    /** The study's grid with the method's own; where both name a setting the method's values count. */
    private Grid grid(YamlNode method, @Nullable YamlNode own) {
        Map<String, YamlNode> nodes = new LinkedHashMap<>(uncrossed(top.get("grid")));
        nodes.putAll(uncrossed(own));
        Map<String, List<String>> values = new LinkedHashMap<>();
        nodes.forEach((name, node) -> values.put(name, gridValues(name, node)));
        Grid grid = new Grid(values);
        if (grid.size() > MOST_CONFIGURATIONS) {
            throw method.wrong("the grid has more than " + MOST_CONFIGURATIONS + " cells; make it smaller");
        }
        return grid;
    }

    private static List<String> gridValues(String name, YamlNode node) {
        List<String> values = node.texts();
        if (values.isEmpty()) {
            throw node.wrong("the grid has no value here, so it has no cell");
        }
        values.forEach(value -> with(TrainingConfig.defaults(), node, name, value));
        node.distinct(values, "value");
        return values;
    }

    private int budget(List<Draft> drafts) {
        YamlNode node = top.get("budget");
        return node != null ? node.whole(1, MOST_CONFIGURATIONS)
                : (int) drafts.stream().mapToDouble(draft -> draft.grid().size()).max().orElse(1);
    }
}
