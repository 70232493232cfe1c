package dev.obverse.data;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one part (training, validation or test) holds, after duplicates are merged.
 *
 * @param rows pairs
 * @param positive pairs that are POSITIVE
 * @param negative pairs that are NEGATIVE
 * @param unlabeled pairs that are UNLABELED; those of validation and test are not evaluated
 * @param users distinct users
 * @param items distinct items
 * @param medianRowsPerUser median over the users of this part; 0 if there is none
 * @param unknownUsers distinct users that training does not have
 * @param unknownItems distinct items that training does not have
 * @param unknownUserRows pairs with such a user
 * @param unknownItemRows pairs with such an item
 */
public record PartCensus(
        long rows,
        long positive,
        long negative,
        long unlabeled,
        long users,
        long items,
        double medianRowsPerUser,
        long unknownUsers,
        long unknownItems,
        long unknownUserRows,
        long unknownItemRows) {

    /** Returns the share of pairs that have a label; NaN without pairs. */
    public double labelShare() {
        return (double) (positive + negative) / rows;
    }

    /**
     * Counts a part.
     *
     * @param part its rows; unknown users are -2, -3, ..., one number each
     * @param knownUsers how many users training has
     * @param knownItems how many items training has
     * @param unknownItems distinct unknown items, which the ids of the rows do not tell apart
     */
    static PartCensus of(Interactions part, int knownUsers, int knownItems, long unknownItems) {
        int lowest = 0;
        for (int row = 0; row < part.size(); row++) {
            lowest = Math.min(lowest, part.user(row));
        }
        int[] known = new int[knownUsers];
        int[] unknown = new int[-lowest];
        boolean[] items = new boolean[knownItems];
        long unknownUserRows = 0;
        long unknownItemRows = 0;
        for (int row = 0; row < part.size(); row++) {
            if (part.user(row) < 0) {
                unknown[DenseIds.FIRST_UNKNOWN - part.user(row)]++;
                unknownUserRows++;
            } else {
                known[part.user(row)]++;
            }
            if (part.item(row) < 0) {
                unknownItemRows++;
            } else {
                items[part.item(row)] = true;
            }
        }
        int[] counts = sortedCounts(known, unknown);
        long seenItems = 0;
        for (boolean seen : items) {
            seenItems += seen ? 1 : 0;
        }
        long unknownUsers = Arrays.stream(unknown).filter(count -> count > 0).count();
        return new PartCensus(part.size(), part.count(Label.POSITIVE), part.count(Label.NEGATIVE), part.count(Label.UNLABELED),
                counts.length, seenItems + unknownItems, median(counts), unknownUsers, unknownItems, unknownUserRows, unknownItemRows);
    }

    private static int[] sortedCounts(int[] known, int[] unknown) {
        int[] all = Arrays.copyOf(known, known.length + unknown.length);
        System.arraycopy(unknown, 0, all, known.length, unknown.length);
        Arrays.sort(all);
        int absent = 0;
        while (absent < all.length && all[absent] == 0) {
            absent++;
        }
        return Arrays.copyOfRange(all, absent, all.length);
    }

    private static double median(int[] sorted) {
        if (sorted.length == 0) {
            return 0;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + (double) sorted[middle]) / 2;
    }

    /** Returns the components in order, for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rows", rows);
        map.put("positive", positive);
        map.put("negative", negative);
        map.put("unlabeled", unlabeled);
        map.put("label_share", rows == 0 ? 0.0 : labelShare());
        map.put("users", users);
        map.put("items", items);
        map.put("median_rows_per_user", medianRowsPerUser);
        map.put("unknown_users", unknownUsers);
        map.put("unknown_items", unknownItems);
        map.put("unknown_user_rows", unknownUserRows);
        map.put("unknown_item_rows", unknownItemRows);
        return map;
    }
}
