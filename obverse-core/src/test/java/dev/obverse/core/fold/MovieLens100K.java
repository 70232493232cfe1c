package dev.obverse.core.fold;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.sample.SplitMix64;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** MovieLens-100K, where it is at hand: 943 users, 1,682 items; POSITIVE is a rating above 3. Users are in an order that a seed decides. */
public final class MovieLens100K {
    public static final int USERS = 943;
    public static final int ITEMS = 1682;

    private static final Path FILE = Path.of("../../shared/data/ml100k/u.data");

    private MovieLens100K() {}

    /** The rows of each user, shuffled. */
    public static List<Interactions> byUser() {
        assumeTrue(Files.isRegularFile(FILE), "the file " + FILE + " is absent");
        Vocabulary.Builder users = new Vocabulary.Builder();
        Vocabulary.Builder items = new Vocabulary.Builder();
        List<Interactions.Builder> rows = new ArrayList<>();
        for (String line : lines()) {
            String[] cells = line.split("\t", -1);
            int user = users.add(cells[0]);
            if (user == rows.size()) {
                rows.add(new Interactions.Builder(0));
            }
            rows.get(user).add(user, items.add(cells[1]), Integer.parseInt(cells[2]) > 3 ? Label.POSITIVE_CODE : Label.NEGATIVE_CODE);
        }
        SplitMix64 random = new SplitMix64(100);
        int[] order = random.permutation(USERS);
        List<Interactions> shuffled = new ArrayList<>();
        for (int place = 0; place < USERS; place++) {
            Interactions own = rows.get(order[place]).build();
            shuffled.add(as(place, own.select(random.permutation(own.size()))));
        }
        return shuffled;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows under another user id. */
    static Interactions as(int user, Interactions rows) {
        Interactions.Builder renamed = new Interactions.Builder(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            renamed.add(user, rows.item(row), rows.label(row));
        }
        return renamed.build();
    }

    /** The rows {@code from} to {@code to - 1}, or to the end if there are fewer. */
    public static Interactions part(Interactions rows, int from, int to) {
        return rows.select(IntStream.range(Math.min(from, rows.size()), Math.min(to, rows.size())).toArray());
    }

    public static Interactions together(List<Interactions> parts) {
        Interactions.Builder all = new Interactions.Builder(0);
        for (Interactions rows : parts) {
            for (int row = 0; row < rows.size(); row++) {
                all.add(rows.user(row), rows.item(row), rows.label(row));
            }
        }
        return all.build();
    }
}
