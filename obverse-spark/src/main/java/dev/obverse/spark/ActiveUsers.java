package dev.obverse.spark;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How many rows a log has, and its most active users, in one look at the rows of each user. It is added up in place: a log with hundreds of millions of
 * users takes no more room than one with a few.
 */
final class ActiveUsers implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int most;
    private final PriorityQueue<Active> active = new PriorityQueue<>();
    private long rows;

    /** A user and how many rows are of that user; the least active come first. */
    private record Active(String user, long rows) implements Comparable<Active>, Serializable {
        private static final Comparator<Active> ORDER = Comparator.comparingLong(Active::rows).thenComparing(Active::user);

        @Override
        public int compareTo(Active other) {
            return ORDER.compare(this, other);
        }
    }

    /** Keeps no more users than these. */
    ActiveUsers(int most) {
        this.most = most;
    }

    /** Adds a user and how many rows of the log are that user's. */
    void add(String user, long rowsOfUser) {
        rows += rowsOfUser;
        add(new Active(user, rowsOfUser));
    }

    private void add(Active user) {
        active.add(user);
        if (active.size() > most) {
            active.remove();
        }
    }

    void add(ActiveUsers other) {
        rows += other.rows;
        other.active.forEach(this::add);
    }

    /** Returns the users with more than one row, and more than this share of all rows, in the order of their ids. */
    List<String> above(double share) {
        return active.stream().filter(user -> user.rows() > 1 && user.rows() > share * rows).map(Active::user).sorted().toList();
    }
}
