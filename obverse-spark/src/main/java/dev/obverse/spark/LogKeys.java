package dev.obverse.spark;

import dev.obverse.core.Vocabulary;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/** The items of a log and its most active users, from one row for each item and each user of it. */
final class LogKeys implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<byte[]> items = new ArrayList<>();
    private final ActiveUsers users;

    /** Keeps no more users than these. */
    LogKeys(int mostUsers) {
        this.users = new ActiveUsers(mostUsers);
    }

    /** Adds a row: whether it is of a user, the id in UTF-8, and how many rows of the log are that user's or item's. */
    LogKeys add(Row row) {
        if (row.getBoolean(0)) {
            users.add(new String(row.<byte[]>getAs(1), StandardCharsets.UTF_8), row.getLong(2));
        } else {
            items.add(row.getAs(1));
        }
        return this;
    }

    LogKeys add(LogKeys other) {
        items.addAll(other.items);
        users.add(other.users);
        return this;
    }

    /** Returns the items, in the order of their text in UTF-8. */
    Vocabulary items() {
        Vocabulary.Builder sorted = new Vocabulary.Builder();
        items.stream().sorted(Arrays::compareUnsigned).forEach(id -> sorted.add(new String(id, StandardCharsets.UTF_8)));
        return sorted.build();
    }

    /** Returns the users with more than one row, and more than this share of all rows, in the order of their ids. */
    List<String> usersAbove(double share) {
        return users.above(share);
    }
}
