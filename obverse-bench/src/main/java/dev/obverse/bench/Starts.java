package dev.obverse.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Every kernel in so many fresh JVMs, each a process of its own, because whether a vector loop compiles well is decided anew at each start:
 * a kernel that is fast in most JVMs and many times slower in some has a body that is too much for the compiler. Then the bytes that a warm
 * step allocates.
 */
record Starts() implements Section {
    private static final int MOST_WARM_UPS = 60;
    private static final List<String> STEPS = List.of("gmf bce", "gmf ig", "neumf bce", "neumf ig");

    @Override
    public String name() {
        return "starts";
    }

    @Override
    public String about() {
        return "every kernel in fresh JVMs: the worst rate over the median rate; bytes allocated by a warm step";
    }

    @Override
    public List<Row> run(Plan plan) {
        List<Row> rows = new ArrayList<>();
        rows.add(worst(rates(plan), plan.starts()));
        for (String step : STEPS) {
            rows.add(allocation(step, plan));
        }
        return rows;
    }

    /** The rates of each kernel, a number for each start. */
    private Map<String, double[]> rates(Plan plan) {
        Map<String, double[]> rates = new LinkedHashMap<>();
        for (int start = 0; start < plan.starts(); start++) {
            try (Player player = Player.start(Contestant.java("kernels-" + (start + 1), "kernels"), plan.logs().resolve(name()))) {
                plan.progress().println("  start " + (start + 1) + " of " + plan.starts() + ": " + player.words());
                for (Map.Entry<String, Double> entry : player.turn(0).entrySet()) {
                    rates.computeIfAbsent(entry.getKey(), kernel -> new double[plan.starts()])[start] = 1 / entry.getValue();
                }
            }
        }
        return rates;
    }

    /** The kernel whose slowest start is furthest below its median. */
    static Row worst(Map<String, double[]> rates, int starts) {
        String worst = "";
        double least = Double.POSITIVE_INFINITY;
        for (Map.Entry<String, double[]> entry : rates.entrySet()) {
            Rounds rounds = new Rounds(entry.getValue());
            double ratio = rounds.least() / rounds.median();
            if (ratio < least) {
                least = ratio;
                worst = entry.getKey();
            }
        }
        Rounds rounds = new Rounds(rates.getOrDefault(worst, new double[0]));
        return new Row(
                "slowest of " + starts + " JVM starts over their median, worst kernel: " + worst,
                calls(rounds.least()), calls(rounds.median()), least, least, least, Goal.atLeast(0.5));
    }

    private static String calls(double rate) {
        return String.format(Locale.ROOT, "%.3g k calls/s", rate * 1e-3);
    }

    private Row allocation(String step, Plan plan) {
        String[] words = step.split(" ", 2);
        Contestant contestant = Contestant.java(
                step, "step", "spread=1", "set.backbone=" + words[0], "method=" + words[1]);
        try (Player player = Player.start(contestant, plan.logs().resolve(name()))) {
            plan.progress().println("  " + step + ": " + player.words());
            for (int turn = 0; turn < MOST_WARM_UPS && player.turn(1, "bytes") >= 1; turn++) {
                // An uncompiled vector loop allocates; a step is warm when it does not, or never.
            }
            double[] bytes = new double[plan.rounds()];
            for (int round = 0; round < bytes.length; round++) {
                bytes[round] = player.turn(0.5, "bytes");
            }
            // Reading the clock and answering a turn cost a few bytes, which are not the step's.
            double median = Math.floor(new Rounds(bytes).median());
            return new Row(
                    "bytes allocated per step, " + step, String.format(Locale.ROOT, "%.0f bytes", median), "", median, median, median,
                    Goal.atMost(0));
        }
    }
}
