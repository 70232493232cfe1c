package dev.obverse.lab.run;

import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.metric.Metric;
import dev.obverse.lab.study.DataSet;
import dev.obverse.lab.study.MethodSpec;
import dev.obverse.lab.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The cells of a study: those that validation chooses by, and those that are compared. */
final class StudyPlan {
    private final Study study;
    private final Map<String, SharedSlice> slices = new LinkedHashMap<>();
    private final List<Place> places = new ArrayList<>();

    StudyPlan(Study study, Slices reader) {
        this.study = study;
        for (DataSet data : study.data()) {
            for (double fraction : study.labelFractions()) {
                for (long seed : study.seeds()) {
                    SharedSlice slice = new SharedSlice(reader, data, fraction, data.dataSeed(seed, fraction));
                    slices.putIfAbsent(slice.id(), slice);
                }
                for (String backbone : study.backbones()) {
                    for (MethodSpec method : study.methods()) {
                        places.add(new Place(data, fraction, backbone, method));
                    }
                }
            }
        }
    }

    /** Where a method competes: the choice of its configuration is made for each such place by itself. */
    record Place(DataSet data, double labelFraction, String backbone, MethodSpec method) {}

    List<SharedSlice> slices() {
        return List.copyOf(slices.values());
    }

    List<Place> places() {
        return places;
    }

    /** The cell of a configuration with one seed. */
    PlannedCell cell(Place place, TrainingConfig config, long seed) {
        String slice = Slice.id(place.data().name(), place.labelFraction(), place.data().dataSeed(seed, place.labelFraction()));
        TrainingConfig whole = config.with(Setting.BACKBONE, place.backbone()).with(Setting.SEED, Long.toString(seed));
        return new PlannedCell(Objects.requireNonNull(slices.get(slice)), new Cell(place.method().name(), whole));
    }

    /** The cells by which a configuration of this place is judged before one is chosen. */
    List<PlannedCell> trials(Place place, TrainingConfig config) {
        return study.seeds().subList(0, study.tuningSeeds()).stream().map(seed -> cell(place, config, seed)).toList();
    }

    /** All cells that must be run before anything is chosen, slice by slice. */
    List<PlannedCell> tuning() {
        List<PlannedCell> cells = new ArrayList<>();
        for (Place place : places) {
            if (place.method().isTuned()) {
                place.method().candidates().forEach(config -> cells.addAll(trials(place, config)));
            }
        }
        return bySlice(cells);
    }

    /** The cells that are compared, given what was chosen, slice by slice. */
    List<PlannedCell> compared(Function<Place, TrainingConfig> chosen) {
        List<PlannedCell> cells = new ArrayList<>();
        for (Place place : places) {
            study.seeds().forEach(seed -> cells.add(cell(place, chosen.apply(place), seed)));
        }
        return bySlice(cells);
    }

    /** So that few slices are in memory at a time. */
    private List<PlannedCell> bySlice(List<PlannedCell> cells) {
        List<PlannedCell> sorted = new ArrayList<>();
        for (SharedSlice slice : slices.values()) {
            cells.stream().filter(cell -> cell.slice() == slice).forEach(sorted::add);
        }
        return sorted;
    }

    /** The candidate with the best mean of the selection metric over the validation rows; the first of equals. */
    TrainingConfig choose(Place place, CellQueue queue) {
        List<TrainingConfig> candidates = place.method().candidates();
        Metric select = Metric.named(study.select());
        TrainingConfig best = candidates.get(0);
        double bestValue = Double.NaN;
        if (place.method().isTuned()) {
            for (TrainingConfig candidate : candidates) {
                double value = trials(place, candidate).stream()
                        .mapToDouble(cell -> validation(queue.outcome(cell), select)).average().orElse(Double.NaN);
                if (select.isBetter(value, bestValue)) {
                    best = candidate;
                    bestValue = value;
                }
            }
        }
        return best;
    }

    /** NaN, which never is the better, for a run that failed. */
    private static double validation(CellOutcome outcome, Metric select) {
        Double value = outcome.result().valid().get(select.publicName());
        return value == null ? Double.NaN : value;
    }
}
