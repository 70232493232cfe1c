package dev.obverse.lab.statistics;

import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.PairedBootstrap.PairedRun;
import dev.obverse.lab.result.CellResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a method is compared with. */
sealed interface Rival {
    String name();

    double mean(Metric metric);

    /** Its logits on the judged rows of a cell of another method, or null where it has no run to pair. */
    double @Nullable [] logits(CellResult paired);

    /** Another method, run with the same seeds on the same slices. */
    record OtherMethod(Entry entry) implements Rival {
        @Override
        public String name() {
            return entry.method();
        }

        @Override
        public double mean(Metric metric) {
            return entry.judgedMean(metric);
        }

        @Override
        public double @Nullable [] logits(CellResult paired) {
            ScoredCell cell = entry.paired(paired);
            return cell == null ? null : cell.wide();
        }
    }

    /** A floor: the same for every seed of training. */
    record OfFloor(String name, Map<String, JudgedRows> rows, Map<String, @Nullable Double> metrics) implements Rival {
        @Override
        public double mean(Metric metric) {
            Double value = metrics.get(metric.publicName());
            return value == null ? Double.NaN : value;
        }

        @Override
        public double @Nullable [] logits(CellResult paired) {
            return Objects.requireNonNull(rows.get(paired.slice())).floors().get(name);
        }
    }

    /** The runs of a method beside this rival's. */
    default List<PairedRun> pairs(Entry entry, Map<String, JudgedRows> rows) {
        List<PairedRun> pairs = new ArrayList<>();
        for (ScoredCell cell : entry.cells()) {
            double[] other = logits(cell.result());
            if (other != null) {
                JudgedRows judged = Objects.requireNonNull(rows.get(cell.result().slice()));
                pairs.add(new PairedRun(judged.users(), judged.positive(), cell.wide(), other));
            }
        }
        return pairs;
    }

    /** The best of several in a metric, or null if there is none. It is chosen on the judged rows, which favours the rival. */
    static @Nullable Rival best(List<Rival> rivals, Metric metric) {
        Rival best = null;
        for (Rival rival : rivals) {
            if (best == null || metric.isBetter(rival.mean(metric), best.mean(metric))) {
                best = rival;
            }
        }
        return best;
    }
}
