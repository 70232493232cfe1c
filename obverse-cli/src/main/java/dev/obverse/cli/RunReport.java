package dev.obverse.cli;

import dev.obverse.core.Interactions;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.metric.Bootstrap;
import dev.obverse.core.metric.Difference;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.train.Judgement;
import dev.obverse.core.train.Scorer;
import dev.obverse.core.train.ShrunkRates;
import dev.obverse.core.train.Trainer;
import dev.obverse.core.train.TrainingData;
import dev.obverse.core.train.TrainingListener;
import dev.obverse.core.train.TrainingResult;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a run is judged, and what is said of it: on the test rows, or on the validation rows where there is no test. */
final class RunReport {
    private static final long SEED = 1;

    private final TrainingConfig config;
    private final Workers workers;
    private final TrainingData data;
    private final Interactions test;
    private final Metric decisive;
    private final double[] logits;
    private final @Nullable Metrics valid;
    private final @Nullable Judgement judgement;
    private @Nullable Difference againstControl;
    private String controlName = "";

    RunReport(RecommenderModel model, TrainingConfig config, TrainingData data, Interactions test, Workers workers) {
        this.config = config;
        this.workers = workers;
        this.data = data;
        this.test = test;
        this.decisive = Metric.named(config.text(Setting.SELECT));
        Scorer scorer = new Scorer(model.labels(), workers);
        this.valid = data.valid().size() == 0 ? null : scorer.evaluate(data.valid());
        this.logits = scorer.logits(judged());
        this.judgement = judged().size() == 0 ? null
                : Judgement.of(judged(), logits, ShrunkRates.of(data), decisive, EnumSet.allOf(Metric.class), SEED, workers);
    }

    private Interactions judged() {
        return test.size() > 0 ? test : data.valid();
    }

    private String part() {
        return test.size() > 0 ? "test" : "valid";
    }

    @Nullable Judgement judgement() {
        return judgement;
    }

    /** Trains both labelled-only controls with the same settings and keeps the one that is better on validation, else on the judged rows. */
    void compareWithControls(Kernels kernels) {
        if (judgement == null) {
            return;
        }
        double best = Double.NaN;
        // A control begins anew, so it gets all rows where the model itself goes on with some.
        TrainingData all = new TrainingData(data.all(), data.valid(), data.users(), data.items());
        for (String bias : List.of("none", "zero")) {
            TrainingConfig plain = config.with(Setting.METHOD, "bce").with(Setting.BIAS, bias)
                    .with(Setting.LINEAR, "false").with(Setting.EXPOSURE_EPOCHS, "0");
            TrainingResult result = new Trainer(plain, kernels, workers.threads()).train(all, TrainingListener.NONE);
            Scorer scorer = new Scorer(result.model().labels(), workers);
            double[] other = scorer.logits(judged());
            Metrics picked = data.valid().size() > 0 ? scorer.evaluate(data.valid()) : Scorer.evaluate(judged(), other);
            if (decisive.isBetter(picked.get(decisive), best)) {
                best = picked.get(decisive);
                controlName = bias.equals("none") ? "labelled-only control" : "labelled-only control with biases";
                againstControl = Judgement.difference(Bootstrap.seeded(SEED), judged(), logits, other, decisive, workers);
            }
        }
    }

    /** Everything that is the same when the run is repeated. */
    Map<String, Object> results() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("valid", Json.metrics(valid));
        map.put("test", test.size() == 0 || judgement == null ? Map.of() : Json.metrics(judgement.metrics()));
        Map<String, Object> floors = new LinkedHashMap<>();
        if (judgement != null) {
            judgement.floors().forEach((floor, metrics) -> floors.put(floor.key(), Json.metrics(metrics)));
        }
        map.put("floors", floors);
        map.put("intervals", judgement == null ? Map.of() : Json.intervals(judgement.intervals()));
        if (judgement != null) {
            map.put("against_floor", against(judgement.strongest().key(), judgement.against()));
        }
        if (againstControl != null) {
            map.put("against_control", against(controlName, againstControl));
        }
        return map;
    }

    private static Map<String, Object> against(String rival, Difference difference) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rival", rival);
        map.putAll(Json.difference(difference));
        return map;
    }

    /** What {@code metrics.json} holds. */
    Map<String, Object> toMap(TrainingResult result, Stopwatch watch, int threads, Kernels kernels) {
        Map<String, Object> map = results();
        map.put("best_epoch", result.bestEpoch());
        map.put("epochs", result.history().size());
        map.put("seconds", watch.seconds());
        map.put("threads", threads);
        map.put("java", Runtime.version().toString());
        map.put("kernels", kernels.name());
        map.put("host", host());
        map.put("finished", Instant.now().toString());
        return map;
    }

    /** The machine, for whoever compares durations. */
    private static Map<String, Object> host() {
        Map<String, Object> host = new LinkedHashMap<>();
        String name = System.getenv("HOSTNAME");
        try {
            name = name == null ? InetAddress.getLocalHost().getHostName() : name;
        } catch (UnknownHostException e) {
            name = "unknown";
        }
        host.put("name", name);
        host.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"));
        host.put("processors", Runtime.getRuntime().availableProcessors());
        host.put("heap_bytes", Runtime.getRuntime().maxMemory());
        return host;
    }

    void print(PrintWriter out) {
        if (judgement == null) {
            return;
        }
        Map<String, Metrics> rows = new LinkedHashMap<>();
        judgement.floors().forEach((floor, metrics) -> rows.put("floor " + floor.key(), metrics));
        if (valid != null && test.size() > 0) {
            rows.put("model on valid", valid);
        }
        String name = "model on " + part();
        rows.put(name, judgement.metrics());
        Terminal.metrics(out, rows, Map.of(name, judgement.intervals()));
    }

    /** The last line: beats, ties or loses, with the interval. */
    String verdict() {
        if (judgement == null) {
            return "trained without validation and test rows: there is nothing to judge the model by";
        }
        String floor = sentence("the floor " + judgement.strongest().key(), judgement.against());
        return againstControl == null ? floor : floor + "; " + clause("the " + controlName, againstControl);
    }

    private String sentence(String rival, Difference difference) {
        double value = judgement == null ? Double.NaN : judgement.metrics().get(decisive);
        return part() + " " + decisive.publicName() + " " + Terminal.number(value) + " " + clause(rival, difference);
    }

    private static String clause(String rival, Difference difference) {
        String verdict = switch (difference.verdict()) {
            case BEATS -> "beats";
            case TIES -> "ties with";
            case LOSES -> "loses to";
        };
        return String.format(Locale.ROOT, "%s %s by %+.4f [%+.4f, %+.4f]", verdict, rival, difference.value(),
                difference.interval().low(), difference.interval().high());
    }
}
