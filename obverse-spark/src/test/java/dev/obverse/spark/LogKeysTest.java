package dev.obverse.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** What is told of the users and items of a log does not depend on the order in which they are looked at. */
final class LogKeysTest {
    private static Row key(boolean ofUser, String id, long rows) {
        return RowFactory.create(ofUser, id.getBytes(StandardCharsets.UTF_8), rows);
    }

    private static LogKeys keys(Row... rows) {
        LogKeys keys = new LogKeys(2);
        for (Row row : rows) {
            keys.add(row);
        }
        return keys;
    }

    @Test
    void itemsAreInTheOrderOfTheirBytesNotOfTheirChars() {
        // As chars the emoji, a pair of surrogates, comes before the ligature; as bytes it comes behind.
        LogKeys keys = keys(key(false, "\uD83D\uDE00", 1), key(false, "b", 9), key(true, "a", 3)).add(keys(key(false, "\uFB01", 2), key(false, "B", 1)));
        assertThat(List.of(keys.items().id(0), keys.items().id(1), keys.items().id(2), keys.items().id(3)))
                .containsExactly("B", "b", "\uFB01", "\uD83D\uDE00");
        assertThat(keys.items().size()).as("users are no items").isEqualTo(4);
    }

    @Test
    void aUserIsAboveAShareOfAllRowsWhereverThoseWereCounted() {
        Row[] users = {key(true, "x", 60), key(true, "y", 30), key(true, "z", 9), key(true, "once", 1)};
        LogKeys together = keys(users);
        LogKeys parts = keys(users[3], users[2]).add(keys(users[1])).add(keys(users[0]));
        assertThat(together.usersAbove(0.25)).containsExactly("x", "y").isEqualTo(parts.usersAbove(0.25));
        assertThat(parts.usersAbove(0.5)).containsExactly("x");
        assertThat(parts.usersAbove(0.6)).as("no more than the share").isEmpty();
    }

    @Test
    void aUserOfOneRowIsNotHeavyHoweverShortTheLog() {
        assertThat(keys(key(true, "x", 1), key(true, "y", 1)).usersAbove(0.1)).isEmpty();
    }
}
