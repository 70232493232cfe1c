package dev.obverse.cli;

import dev.obverse.core.metric.Interval;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.rank.TopMetrics;
import dev.obverse.core.train.EpochRecord;
import dev.obverse.core.train.TrainingListener;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How results and progress look on a terminal. Progress is shown to people only: none when the output goes to a file or a pipe. */
final class Terminal {
    private Terminal() {}

    /** Whether a person is looking. */
    static boolean interactive() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    /** A number with a fixed number of digits, or "-" where it is undefined. */
    static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "-";
    }

    /** A table of metrics: a row for each name, a column for each metric, and intervals under the row that has them. */
    static void metrics(PrintWriter out, Map<String, Metrics> rows, Map<String, Map<Metric, Interval>> intervals) {
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-24s", ""));
        for (Metric metric : Metric.values()) {
            head.append(String.format(Locale.ROOT, " %9s", shortName(metric)));
        }
        out.println(head);
        rows.forEach((name, metrics) -> {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-24s", name));
            for (Metric metric : Metric.values()) {
                line.append(String.format(Locale.ROOT, " %9s", number(metrics.get(metric))));
            }
            out.println(line);
            Map<Metric, Interval> own = intervals.getOrDefault(name, Map.of());
            bounds(out, "  95 % interval, from", own, true);
            bounds(out, "                 to", own, false);
        });
    }

    /** A table of the metrics of full rankings: a row for each name. */
    static void top(PrintWriter out, Map<String, TopMetrics> rows) {
        rows.values().stream().findFirst().ifPresent(first -> out.printf(Locale.ROOT, "%-36s %12s %12s %12s%n",
                String.format(Locale.ROOT, "full ranking, %,d users", first.users()),
                "recall@" + first.cut(), "ndcg@" + first.cut(), "coverage@" + first.cut()));
        rows.forEach((name, metrics) -> out.printf(Locale.ROOT, "%-36s %12s %12s %12s%n",
                name, number(metrics.recall()), number(metrics.ndcg()), number(metrics.coverage())));
    }

    private static void bounds(PrintWriter out, String name, Map<Metric, Interval> intervals, boolean low) {
        if (intervals.isEmpty()) {
            return;
        }
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-24s", name));
        for (Metric metric : Metric.values()) {
            Interval interval = intervals.get(metric);
            line.append(String.format(
                    Locale.ROOT, " %9s", interval == null ? "" : number(low ? interval.low() : interval.high())));
        }
        out.println(line);
    }

    /** The name as a head of a column. */
    static String shortName(Metric metric) {
        return switch (metric) {
            case GAUC_POSITIVES -> "gauc.pos";
            case GAUC_IMPRESSIONS -> "gauc.imp";
            case AVERAGE_PRECISION -> "avg.prec";
            default -> metric.publicName();
        };
    }

    /** A bar for the steps of each epoch and a line when it ends, on a terminal; nothing elsewhere. */
    static TrainingListener progress(PrintWriter out, Metric select) {
        return interactive() ? new Bars(out, select) : TrainingListener.NONE;
    }

    private static final class Bars implements TrainingListener {
        private static final int EVERY = 64;

        private final PrintWriter out;
        private final Metric select;
        private @Nullable ProgressBar bar;

        Bars(PrintWriter out, Metric select) {
            this.out = out;
            this.select = select;
        }

        @Override
        public void step(int epoch, long done, long total) {
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName("epoch " + epoch)
                        .setInitialMax(total)
                        .setStyle(ProgressBarStyle.ASCII)
                        .clearDisplayOnFinish()
                        .build();
            }
            if (done % EVERY == 0) {
                bar.stepTo(done);
            }
        }

        @Override
        public void epoch(EpochRecord epoch) {
            if (bar != null) {
                bar.close();
                bar = null;
            }
            String valid = epoch.valid() == null ? "" : "  valid " + select.publicName() + " " + number(epoch.valid().get(select));
            out.printf(Locale.ROOT, "epoch %3d  %s%s%s  %.2f s%n", epoch.epoch(), losses(epoch), valid, epoch.best() ? " *" : "", epoch.seconds());
            out.flush();
        }

        private static String losses(EpochRecord epoch) {
            StringBuilder text = new StringBuilder();
            epoch.losses().forEach((name, loss) -> text.append(name).append(' ').append(number(loss)).append("  "));
            return text.toString().stripTrailing();
        }
    }
}
