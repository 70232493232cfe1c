package dev.obverse.bench;

import dev.obverse.bench.kernel.KernelCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;

/**
 * Every kernel in so many fresh JVMs, each a process of its own, because whether a vector loop compiles well is decided anew at each start:
 * a kernel that is fast in most JVMs and many times slower in some has a body that is too much for the compiler. Ten JVMs take minutes, in which
 * the machine may be half as fast for a while, so each rate is told beside that of a plain loop too. Then the bytes that a warm step allocates.
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
        Map<String, double[]> rates = rates(plan);
        rows.add(worst("slowest of " + plan.starts() + " JVM starts over their median", rates, name -> !inLoops(name), Starts::calls));
        rows.add(worst("the same, both in calls of a plain loop at that moment", rates, Starts::inLoops, Starts::callsOfALoop));
        for (String step : STEPS) {
            rows.add(allocation(step, plan));
        }
        return rows;
    }

    private static boolean inLoops(String name) {
        return name.startsWith(KernelCase.IN_LOOPS);
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

    /** Of the kernels whose names are meant, the one whose slowest start is furthest below its median. */
    static Row worst(String what, Map<String, double[]> rates, Predicate<String> meant, DoubleFunction<String> words) {
        String worst = "";
        double least = Double.POSITIVE_INFINITY;
        for (Map.Entry<String, double[]> entry : rates.entrySet()) {
            Rounds rounds = new Rounds(entry.getValue());
            double ratio = rounds.least() / rounds.median();
            if (meant.test(entry.getKey()) && ratio < least) {
                least = ratio;
                worst = entry.getKey();
            }
        }
        Rounds rounds = new Rounds(rates.getOrDefault(worst, new double[0]));
        return new Row(
                what + ", worst kernel: " + worst.replace(KernelCase.IN_LOOPS, ""),
                words.apply(rounds.least()), words.apply(rounds.median()), least, least, least, Goal.atLeast(0.5));
    }

    static String calls(double rate) {
        return String.format(Locale.ROOT, "%.3g k calls/s", rate * 1e-3);
    }

    private static String callsOfALoop(double rate) {
        return String.format(Locale.ROOT, "%.3g calls/loop", rate);
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
