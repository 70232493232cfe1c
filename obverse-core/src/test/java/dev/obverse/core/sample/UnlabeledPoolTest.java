package dev.obverse.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import org.junit.jupiter.api.Test;

class UnlabeledPoolTest {
    private static final int USERS = 6;
    private static final int ITEMS = 12;
    private final Interactions log = log();
    private final SeenItems seen = SeenItems.of(log, USERS, ITEMS);

    @Test
    void unexposedPairsAreOfTheSameUserAndInNoRow() {
        Batch batch = draw(new UnlabeledPool.Unexposed(seen), 2000);
        for (int i = 0; i < batch.size(); i++) {
            assertThat(batch.users()[i]).isEqualTo(i % USERS);
            assertThat(seen.contains(batch.users()[i], batch.items()[i])).isFalse();
        }
    }

    @Test
    void aUserWithNothingLeftIsReplacedByOneWhoHas() {
        Interactions rows = rows(new int[][] {{0, 0, 0}, {0, 1, 1}, {1, 0, 1}});
        Batch batch = new Batch(1);
        batch.add(new UnlabeledPool.Unexposed(SeenItems.of(rows, 2, 2)).draw(0, new SplitMix64(1)));
        assertThat(batch.users()[0]).isEqualTo(1);
        assertThat(batch.items()[0]).isEqualTo(1);
    }

    @Test
    void unexposedIsRefusedWhereEverybodyHasSeenEverything() {
        Interactions rows = rows(new int[][] {{0, 0, 0}, {0, 1, 1}});
        assertThatThrownBy(() -> new UnlabeledPool.Unexposed(SeenItems.of(rows, 1, 2)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("every user has a row with every item, so there is no unexposed pair to draw: "
                        + "use pool=exposed or a method without unlabeled pairs, and exposure-epochs=0");
    }

    @Test
    void exposedPairsAreUnlabeledRowsEachAsOften() {
        UnlabeledPool.Exposed pool = new UnlabeledPool.Exposed(log);
        Batch batch = draw(pool, 600 * log.count(Label.UNLABELED));
        int[][] counts = new int[USERS][ITEMS];
        for (int i = 0; i < batch.size(); i++) {
            counts[batch.users()[i]][batch.items()[i]]++;
        }
        long[] drawn = new long[log.count(Label.UNLABELED)];
        int at = 0;
        for (int row : log.unlabeledRows()) {
            drawn[at++] = counts[log.user(row)][log.item(row)];
        }
        assertThat(drawn).as("all draws are of UNLABELED rows").satisfies(d -> assertThat(sum(d)).isEqualTo(batch.size()));
        assertThat(ChiSquare.ofUniform(drawn)).isLessThan(ChiSquare.limit(drawn.length - 1));
    }

    @Test
    void exposedIsRefusedWithoutAnUnlabeledRow() {
        Interactions rows = rows(new int[][] {{0, 0, 0}, {0, 1, 1}});
        assertThatThrownBy(() -> new UnlabeledPool.Exposed(rows))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("the training rows hold no UNLABELED row, so there is no exposed pair to draw: "
                        + "use pool=unexposed, or label predicates that leave some rows unlabeled");
    }

    @Test
    void popularPairsAreUnseenAndDrawnByTheirRowsToThePowerOfThreeQuarters() {
        Interactions.Builder rows = new Interactions.Builder(0);
        for (int item = 0; item < 4; item++) {
            for (int user = 1; user <= 1 + item * item; user++) {
                rows.add(user, item, (byte) (user % 3));
            }
        }
        rows.add(0, 3, Label.POSITIVE_CODE);
        Interactions popularity = rows.build();
        UnlabeledPool.Unexposed unexposed = new UnlabeledPool.Unexposed(SeenItems.of(popularity, 11, 5));
        UnlabeledPool pool = new UnlabeledPool.Popular(popularity, unexposed);
        Batch batch = new Batch(0);
        SplitMix64 random = new SplitMix64(4);
        int[] counts = new int[5];
        for (int i = 0; i < 30_000; i++) {
            batch.clear();
            batch.add(pool.draw(0, random));
            assertThat(batch.users()[0]).isZero();
            counts[batch.items()[0]]++;
        }
        double all = 1 + Math.pow(2, 0.75) + Math.pow(5, 0.75);
        assertThat(counts[0]).isBetween((int) (30_000 / all) - 400, (int) (30_000 / all) + 400);
        assertThat(counts[1]).isBetween((int) (30_000 * Math.pow(2, 0.75) / all) - 400, (int) (30_000 * Math.pow(2, 0.75) / all) + 400);
        assertThat(counts[3]).as("seen").isZero();
        assertThat(counts[4]).as("in no row").isZero();
        batch.clear();
        batch.add(pool.draw(1, random));
        assertThat(batch.items()[0]).as("all that is left to one who has seen all that is popular").isEqualTo(4);
    }

    /** 4,000 draws: 2,000 of each, give or take four standard deviations. */
    @Test
    void mixedPairsAreHalfAndHalf() {
        UnlabeledPool pool = new UnlabeledPool.Mixed(new UnlabeledPool.Unexposed(seen), new UnlabeledPool.Exposed(log));
        Batch batch = draw(pool, 4000);
        int exposed = 0;
        for (int i = 0; i < batch.size(); i++) {
            exposed += seen.contains(batch.users()[i], batch.items()[i]) ? 1 : 0;
        }
        assertThat(exposed).isBetween(2000 - 127, 2000 + 127);
    }

    /** Draws for the users in turn; every drawn pair is UNLABELED. */
    private static Batch draw(UnlabeledPool pool, int pairs) {
        Batch batch = new Batch(pairs);
        SplitMix64 random = new SplitMix64(3);
        for (int i = 0; i < pairs; i++) {
            batch.add(pool.draw(i % USERS, random));
        }
        assertThat(batch.size()).isEqualTo(pairs);
        assertThat(batch.labels()).containsOnly(Label.UNLABELED_CODE);
        return batch;
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    /** Every third pair is in the log, with each label in turn, so that no pair stands twice. */
    private static Interactions log() {
        Interactions.Builder rows = new Interactions.Builder(0);
        for (int pair = 0; pair < USERS * ITEMS; pair += 3) {
            rows.add(pair / ITEMS, pair % ITEMS, (byte) (pair / 3 % 3));
        }
        return rows.build();
    }

    private static Interactions rows(int[][] triples) {
        Interactions.Builder rows = new Interactions.Builder(triples.length);
        for (int[] row : triples) {
            rows.add(row[0], row[1], (byte) row[2]);
        }
        return rows.build();
    }
}
