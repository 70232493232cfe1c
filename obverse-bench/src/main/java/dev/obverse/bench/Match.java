package dev.obverse.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Contestants that do the same work, each in a process of its own that lives for the whole match. First each has turns that do not
 * count, until just-in-time compilers and caches have come to rest; then, round after round, each has one turn while the others wait.
 *
 * <p>Why a process each: the JIT compiler specialises code by what a JVM has run, so contestants in one JVM would slow each other down or
 * be compiled by another's profile, and a user's run has a JVM of its own too. Why turns and not one after the other: see {@link Rounds}.
 */
record Match(String name, String about, Unit unit, List<Contestant> contestants, List<Comparison> comparisons) implements Section {
    /** Seconds of a turn that counts; a unit that takes longer is finished. */
    private static final double TURN = 1;
    /** Seconds of the first turn. */
    private static final double WARM_UP = 5;
    /** A turn this much faster than the one before says that the JIT compiler is not done. */
    private static final double FASTER = 0.9;
    private static final int MOST_WARM_UPS = 10;

    /** Copies the lists. */
    Match {
        contestants = List.copyOf(contestants);
        comparisons = List.copyOf(comparisons);
    }

    @Override
    public List<Row> run(Plan plan) {
        Map<String, Rounds> seconds = measure(plan);
        return comparisons.stream().map(comparison -> row(comparison, seconds)).toList();
    }

    private Map<String, Rounds> measure(Plan plan) {
        Map<String, Player> players = new LinkedHashMap<>();
        try {
            for (Contestant contestant : contestants) {
                if (contestant.canTakePart()) {
                    Player player = Player.start(contestant, plan.logs().resolve(name));
                    players.put(contestant.name(), player);
                    plan.progress().println("  " + contestant.name() + ": " + player.words());
                    settle(player);
                }
            }
            Map<String, double[]> seconds = new LinkedHashMap<>();
            for (int round = 0; round < plan.rounds(); round++) {
                for (Map.Entry<String, Player> entry : players.entrySet()) {
                    double[] values = seconds.computeIfAbsent(entry.getKey(), player -> new double[plan.rounds()]);
                    values[round] = entry.getValue().turn(TURN, "seconds");
                }
            }
            Map<String, Rounds> rounds = new LinkedHashMap<>();
            seconds.forEach((player, values) -> rounds.put(player, new Rounds(values)));
            return rounds;
        } finally {
            new ArrayList<>(players.values()).forEach(Player::close);
        }
    }

    /** Turns that do not count, until one is hardly faster than the one before. */
    private static void settle(Player player) {
        double before = player.turn(WARM_UP, "seconds");
        for (int turn = 0; turn < MOST_WARM_UPS; turn++) {
            double seconds = player.turn(TURN, "seconds");
            if (seconds > FASTER * before) {
                return;
            }
            before = seconds;
        }
    }

    private Row row(Comparison comparison, Map<String, Rounds> seconds) {
        Rounds ours = fastest(List.of(comparison.ours()), seconds);
        if (comparison.rivals().stream().anyMatch(rival -> !seconds.containsKey(rival))) {
            return Row.missing(comparison.what(), speed(ours), missing(comparison.rivals()), comparison.goal());
        }
        Rounds rival = fastest(comparison.rivals(), seconds);
        Rounds ratios = comparison.ratios(ours, rival);
        return new Row(
                comparison.what(), speed(ours), speed(rival), ratios.median(), ratios.least(), ratios.most(), comparison.goal());
    }

    private String speed(Rounds seconds) {
        return unit.speed(seconds.median());
    }

    private static Rounds fastest(List<String> names, Map<String, Rounds> seconds) {
        return names.stream()
                .map(name -> Objects.requireNonNull(seconds.get(name), name))
                .reduce(Rounds::leastOf)
                .orElseThrow();
    }

    private String missing(List<String> names) {
        return contestants.stream()
                .filter(contestant -> names.contains(contestant.name()) && !contestant.canTakePart())
                .map(Contestant::missing)
                .findFirst()
                .orElseThrow();
    }
}
