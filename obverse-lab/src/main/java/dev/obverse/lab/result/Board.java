package dev.obverse.lab.result;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The leaderboard of one backbone on one data set with one share of labels.
 *
 * @param data the data set
 * @param labelFraction the share of training labels that was kept
 * @param backbone the backbone
 * @param judgedOn {@code test}, or {@code valid} where there is no test row
 * @param floors the floors' metrics, mean over the data seeds: floor, metric, value. Null: undefined
 * @param standings the methods, the best mean of the selection metric first
 */
public record Board(
        String data,
        double labelFraction,
        String backbone,
        String judgedOn,
        Map<String, Map<String, @Nullable Double>> floors,
        List<Standing> standings) {

    /** Copies the collections. */
    public Board {
        floors = Ordered.copy(floors);
        standings = List.copyOf(standings);
    }
}
