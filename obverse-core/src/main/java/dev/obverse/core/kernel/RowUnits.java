package dev.obverse.core.kernel;

/**
 * The distinct rows of both sides of a batch, all of the users' first, in even units that threads share out: of two threads one has the users and
 * the other the items, but for those rows of the larger side that make the two even. Where a unit ends the next one starts.
 */
public final class RowUnits {
    /** Number of units. */
    public static final int COUNT = 2 * RowSet.SHARES;

    private RowUnits() {}

    /** Returns the first slot of the users that is not in the units before {@code unit}. */
    public static int userStart(int users, int items, int unit) {
        return (int) Math.min(start(users, items, unit), users);
    }

    /** Returns the first slot of the items that is not in the units before {@code unit}. */
    public static int itemStart(int users, int items, int unit) {
        return (int) Math.max(start(users, items, unit) - users, 0);
    }

    private static long start(int users, int items, int unit) {
        return ((long) users + items) * unit / COUNT;
    }
}
