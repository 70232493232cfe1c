package dev.obverse.cli;

import dev.obverse.core.Interactions;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.rank.HeldOut;
import dev.obverse.core.rank.Popularity;
import dev.obverse.core.rank.Preference;
import dev.obverse.core.rank.TopItems;
import dev.obverse.core.rank.TopMetrics;
import dev.obverse.core.rank.Weighting;
import dev.obverse.core.sample.SeenItems;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How good a model's full rankings are on held-out positives, by either weighting, beside a ranking by popularity. */
final class TopReport {
    private final HeldOut positives;
    private final Weighting preferred;
    private final Map<String, TopMetrics> rows = new LinkedHashMap<>();

    TopReport(Recommender recommender, Interactions heldOut, int cut, Kernels kernels, Workers workers) {
        int items = recommender.items().size();
        SeenItems seen = recommender.history().seen(items);
        positives = HeldOut.of(heldOut, seen);
        preferred = Preference.of(recommender);
        Popularity popularity = Popularity.of(recommender.history().interactions(), items);
        rows.put("popularity", positives.judge(TopItems.of(popularity, items, kernels, workers), cut, Weighting.LIKE));
        TopItems top = TopItems.of(recommender.model(), items, kernels, workers);
        for (Weighting weighting : Weighting.values()) {
            if (weighting == Weighting.LIKE || recommender.model().exposure() != null) {
                rows.put(weighting.key(), positives.judge(top, cut, weighting));
            }
        }
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        rows.forEach((name, metrics) -> map.put(name, Json.top(metrics)));
        map.put("default", preferred.key());
        map.put("left_out_unknown", positives.unknown());
        map.put("left_out_seen", positives.alreadySeen());
        return map;
    }

    void print(PrintWriter out) {
        Map<String, TopMetrics> named = new LinkedHashMap<>();
        rows.forEach((name, metrics) -> named.put(
                name.equals("popularity") ? "by popularity in training" : "model, by " + name + (name.equals(preferred.key()) ? " (the default)" : ""),
                metrics));
        Terminal.top(out, named);
        if (positives.unknown() + positives.alreadySeen() > 0) {
            out.printf(Locale.ROOT, "left out: %,d positives of users or items that training never saw, %,d that training has seen%n",
                    positives.unknown(), positives.alreadySeen());
        }
    }
}
