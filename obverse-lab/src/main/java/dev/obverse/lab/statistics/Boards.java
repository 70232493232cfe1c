package dev.obverse.lab.statistics;

import dev.obverse.core.metric.Bootstrap;
import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.PairedBootstrap;
import dev.obverse.lab.result.Board;
import dev.obverse.lab.result.Budget;
import dev.obverse.lab.result.CellResult;
import dev.obverse.lab.result.Comparison;
import dev.obverse.lab.result.Role;
import dev.obverse.lab.result.SliceResult;
import dev.obverse.lab.result.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the leaderboards of a study: one for each data set, label fraction and backbone.
 *
 * <p>A method's value is its mean over seeds. Each method is compared, by {@link dev.obverse.core.metric.PairedBootstrap}, with the
 * stronger labelled-only control, with the best baseline and with the strongest floor, each chosen metric by metric for its value on the
 * judged rows themselves, which favours the rival. Of the p-values for one metric and one kind of rival Holm's correction is taken over
 * the methods of the board.
 */
public final class Boards {
    /** What is compared in any case, in this order; the other metrics are variants of these. */
    public static final List<Metric> COMPARED =
            List.of(Metric.AUC, Metric.GAUC, Metric.NDCG_10, Metric.MRR, Metric.LOGLOSS, Metric.ECE);

    private final Metric select;
    private final Map<String, SliceResult> slices = new LinkedHashMap<>();
    private final Map<String, JudgedRows> rows;
    private final Map<String, Budget> budgets = new LinkedHashMap<>();

    /**
     * Prepares.
     *
     * @param select the metric that orders the boards
     * @param budgets what each method tried
     * @param slices the data of the study
     * @param rows the judged rows by slice id
     */
    public Boards(Metric select, List<Budget> budgets, List<SliceResult> slices, Map<String, JudgedRows> rows) {
        this.select = select;
        budgets.forEach(budget -> this.budgets.put(budget.method(), budget));
        slices.forEach(slice -> this.slices.put(slice.id(), slice));
        this.rows = rows;
    }

    private record Place(String data, double labelFraction, String backbone) {}

    /** Returns the boards in the order in which the cells first name them; cells that failed or were not chosen are left out. */
    public List<Board> of(List<ScoredCell> cells) {
        Map<Place, Map<String, List<ScoredCell>>> places = new LinkedHashMap<>();
        for (ScoredCell cell : cells) {
            CellResult result = cell.result();
            SliceResult slice = slice(result.slice());
            Map<String, List<ScoredCell>> methods = places.computeIfAbsent(
                    new Place(slice.data(), slice.labelFraction(), result.backbone()), place -> new LinkedHashMap<>());
            if (result.chosen() && result.failure() == null) {
                methods.computeIfAbsent(result.method(), method -> new ArrayList<>()).add(cell);
            }
        }
        List<Board> boards = new ArrayList<>();
        places.forEach((place, methods) -> boards.add(board(place, methods)));
        return boards;
    }

    private SliceResult slice(String id) {
        return Objects.requireNonNull(slices.get(id), id);
    }

    private Board board(Place place, Map<String, List<ScoredCell>> methods) {
        List<Entry> entries = methods.entrySet().stream().map(method -> new Entry(method.getKey(), method.getValue())).toList();
        List<SliceResult> here = slices.values().stream()
                .filter(slice -> slice.data().equals(place.data()) && slice.labelFraction() == place.labelFraction()).toList();
        Map<String, Map<String, @Nullable Double>> floors = meanFloors(here);
        List<List<Comparison>> compared = entries.isEmpty() ? List.of() : compare(entries, floors);
        List<Standing> standings = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            standings.add(new Standing(entry.method(), entry.role(), chosen(entry), entry.estimates(CellResult::valid),
                    entry.estimates(CellResult::judged), compared.get(i)));
        }
        standings.sort(bestFirst());
        return new Board(place.data(), place.labelFraction(), place.backbone(), here.get(0).judgedOn(), floors, standings);
    }

    /** The comparisons of each entry with every kind of rival. */
    private List<List<Comparison>> compare(List<Entry> entries, Map<String, Map<String, @Nullable Double>> floors) {
        List<Entry.Run> runs = entries.stream().flatMap(entry -> entry.cells().stream()).map(Entry.Run::of).distinct().toList();
        PairedBootstrap bootstrap = new PairedBootstrap(Bootstrap.seeded(1),
                runs.stream().map(run -> new PairedBootstrap.Rows(rows(run).users(), rows(run).positive())).toList());
        Set<Metric> metrics = EnumSet.of(select);
        metrics.addAll(COMPARED);
        List<Contender> contenders = entries.parallelStream().map(entry -> new Contender(entry.method(), entry::judgedMean,
                bootstrap.resample(logits(runs, entry::logits), metrics))).toList();
        List<Contender> floorContenders = floors.entrySet().parallelStream().map(floor -> new Contender(floor.getKey(),
                metric -> orNaN(floor.getValue().get(metric.publicName())),
                bootstrap.resample(logits(runs, run -> rows(run).floors().get(floor.getKey())), metrics))).toList();
        Comparisons comparisons = new Comparisons(bootstrap, metrics);
        List<List<Comparison>> control = comparisons.of("control", contenders, of(entries, contenders, Role.CONTROL));
        List<List<Comparison>> baseline =
                comparisons.of("baseline", contenders, of(entries, contenders, Role.CONTROL, Role.BASELINE));
        List<List<Comparison>> floor = comparisons.of("floor", contenders, floorContenders);
        return IntStream.range(0, entries.size())
                .mapToObj(i -> Stream.of(control, baseline, floor).flatMap(kind -> kind.get(i).stream()).toList()).toList();
    }

    private JudgedRows rows(Entry.Run run) {
        return Objects.requireNonNull(rows.get(run.slice()));
    }

    /** One score array for each run, null where there is none. */
    private static List<double @Nullable []> logits(List<Entry.Run> runs, Function<Entry.Run, double @Nullable []> scores) {
        List<double @Nullable []> logits = new ArrayList<>();
        runs.forEach(run -> logits.add(scores.apply(run)));
        return logits;
    }

    private static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private static List<Contender> of(List<Entry> entries, List<Contender> contenders, Role... roles) {
        return IntStream.range(0, entries.size()).filter(i -> List.of(roles).contains(entries.get(i).role()))
                .mapToObj(contenders::get).toList();
    }

    private Comparator<Standing> bestFirst() {
        Comparator<Standing> ascending = Comparator.comparingDouble(standing -> {
            var estimate = standing.judged().get(select.publicName());
            return estimate == null ? Double.NEGATIVE_INFINITY : select.higherIsBetter() ? estimate.mean() : -estimate.mean();
        });
        return ascending.reversed();
    }

    private Map<String, String> chosen(Entry entry) {
        Budget budget = budgets.get(entry.method());
        Map<String, String> chosen = new LinkedHashMap<>();
        if (budget != null) {
            Map<String, String> settings = entry.cells().get(0).result().settings();
            budget.grid().keySet().forEach(name -> chosen.put(name, settings.getOrDefault(name, "")));
        }
        return chosen;
    }

    private static Map<String, Map<String, @Nullable Double>> meanFloors(List<SliceResult> slices) {
        Map<String, Map<String, @Nullable Double>> means = new LinkedHashMap<>();
        for (String floor : slices.get(0).floors().keySet()) {
            Map<String, @Nullable Double> mean = new LinkedHashMap<>();
            for (Metric metric : Metric.values()) {
                double average = slices.stream()
                        .map(slice -> slice.floors().getOrDefault(floor, Map.of()).get(metric.publicName()))
                        .filter(Objects::nonNull).mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
                mean.put(metric.publicName(), Double.isNaN(average) ? null : Double.valueOf(average));
            }
            means.put(floor, mean);
        }
        return means;
    }
}
