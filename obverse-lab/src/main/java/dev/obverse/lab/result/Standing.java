package dev.obverse.lab.result;

import java.util.List;
import java.util.Map;

/**
 * A method on a leaderboard.
 *
 * @param method its name in the study
 * @param role what it is compared as
 * @param chosen the values of its grid that validation chose; empty without a grid
 * @param valid estimates on the validation rows, by metric
 * @param judged estimates on the judged rows, by metric
 * @param comparisons against the stronger control, the best baseline and the strongest floor
 */
public record Standing(
        String method,
        Role role,
        Map<String, String> chosen,
        Map<String, Estimate> valid,
        Map<String, Estimate> judged,
        List<Comparison> comparisons) {

    /** Copies the collections. */
    public Standing {
        chosen = Ordered.copy(chosen);
        valid = Ordered.copy(valid);
        judged = Ordered.copy(judged);
        comparisons = List.copyOf(comparisons);
    }
}
