package dev.obverse.core.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.kernel.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairStreamTest {
    private static final PairStream.Source PLACES =
            (place, random) -> Batch.pair(place, Integer.MAX_VALUE - place, (byte) (place % 3));

    private static PairStream shuffled(int places, PairStream.Source source, long key, Workers workers) {
        PairStream pairs = used();
        return laidOut(pairs, layout -> pairs.shuffle(places, source, key, layout), workers);
    }

    private static PairStream shuffledByUser(
            int places, PairStream.Source source, IntUnaryOperator user, int groups, long key, Workers workers) {
        PairStream pairs = used();
        return laidOut(pairs, layout -> pairs.shuffleByUser(places, source, user, groups, key, layout), workers);
    }

    private static PairStream inOrder(int places, Workers workers) {
        PairStream pairs = used();
        return laidOut(pairs, layout -> pairs.fill(places, PLACES, layout), workers);
    }

    private static PairStream laidOut(PairStream pairs, Consumer<EpochLayout> loops, Workers workers) {
        EpochLayout layout = new EpochLayout();
        loops.accept(layout);
        layout.finish(workers);
        return pairs;
    }

    /** A stream that has had a pass before, of another length: nothing of it may be left. */
    private static PairStream used() {
        PairStream pairs = new PairStream();
        return laidOut(pairs, layout -> pairs.shuffle(50_000, (place, random) -> Batch.pair(7, 7, (byte) 1), 3, layout), Workers.none());
    }

    private static List<Integer> users(PairStream pairs, int batchSize) {
        List<Integer> users = new ArrayList<>();
        Batch batch = new Batch(0);
        for (int index = 0; index < pairs.batches(batchSize); index++) {
            pairs.fill(index, batchSize, batch);
            for (int i = 0; i < batch.size(); i++) {
                users.add(batch.users()[i]);
                boolean together = batch.items()[i] == Integer.MAX_VALUE - batch.users()[i] && batch.labels()[i] == batch.users()[i] % 3;
                assertThat(together).isTrue();
            }
        }
        return users;
    }

    /** One bucket, a few, and many; every pair comes once, users, items and labels together. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 4096, 40_000, 200_001})
    void bringsEveryPairOnceInTheSameOrderOnAnyNumberOfThreads(int places) {
        try (Workers one = new Workers(1); Workers three = new Workers(3)) {
            List<Integer> order = users(shuffled(places, PLACES, 17, one), 1000);
            List<Integer> inPlace = IntStream.range(0, places).boxed().toList();
            assertThat(order.stream().sorted().toList()).isEqualTo(inPlace);
            assertThat(users(shuffled(places, PLACES, 17, three), 64)).isEqualTo(order);
            assertThat(users(inOrder(places, three), 64)).isEqualTo(inPlace);
            if (places > 5) {
                assertThat(users(shuffled(places, PLACES, 18, one), 64)).isNotEqualTo(order);
            }
        }
    }

    /** Little by little, in as many goes as there are steps, makes the same as at once; so does what a team takes over half-way. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4096, 40_000, 200_001})
    void laidOutLittleByLittleIsTheSame(int places) {
        List<Integer> order = users(shuffled(places, PLACES, 17, Workers.none()), 1000);
        try (Workers two = new Workers(2)) {
            for (int steps : new int[] {1, 7, 1000}) {
                for (int taken : new int[] {steps, steps / 2}) {
                    PairStream pairs = used();
                    PairStream inPlace = used();
                    EpochLayout layout = new EpochLayout();
                    pairs.shuffle(places, PLACES, 17, layout);
                    inPlace.fill(places, (place, random) -> Batch.pair(pairs.user(place), Integer.MAX_VALUE - pairs.user(place),
                            (byte) (pairs.user(place) % 3)), layout);
                    for (int step = 1; step <= taken; step++) {
                        layout.advance(step, steps);
                    }
                    if (taken < steps) {
                        layout.finish(two);
                    }
                    assertThat(users(pairs, 64)).isEqualTo(order);
                    assertThat(users(inPlace, 64)).isEqualTo(order);
                }
            }
        }
    }

    /** Over many keys, the pair that starts at place 0 ends as often in each tenth of the order, whether there are buckets or not. */
    @ParameterizedTest
    @ValueSource(ints = {100, 33_000})
    void everyOrderIsAsLikely(int places) {
        int keys = places == 100 ? 20_000 : 800;
        int[] first = new int[10];
        int[] last = new int[10];
        PairStream pairs = new PairStream();
        for (int number = 0; number < keys; number++) {
            long key = SplitMix64.key(3, Purpose.SHUFFLE, number);
            laidOut(pairs, layout -> pairs.shuffle(places, PLACES, key, layout), Workers.none());
            for (int place = 0; place < places; place++) {
                if (pairs.user(place) == 0) {
                    first[(int) (10L * place / places)]++;
                } else if (pairs.user(place) == places - 1) {
                    last[(int) (10L * place / places)]++;
                }
            }
        }
        // 27.9: the 0.1 % point of chi-square with 9 degrees of freedom.
        for (int[] counts : List.of(first, last)) {
            double statistic = IntStream.of(counts).mapToDouble(c -> (c - keys / 10.0) * (c - keys / 10.0) / (keys / 10.0)).sum();
            assertThat(statistic).isLessThan(27.9);
        }
    }

    @Test
    void theSourceMayDraw() {
        PairStream drawn = new PairStream();
        PairStream.Source draws = (place, random) -> {
            random.seek(5, place);
            return Batch.pair(random.nextInt(100), 0, (byte) 2);
        };
        laidOut(drawn, layout -> drawn.fill(10_000, draws, layout), Workers.none());
        List<Integer> users = new ArrayList<>();
        for (int place = 0; place < drawn.size(); place++) {
            users.add(drawn.user(place));
        }
        assertThat(Collections.max(users)).isEqualTo(99);
        assertThat(users.stream().mapToInt(x -> x).average().orElseThrow()).isBetween(48.5, 50.5);
    }

    /** All pairs of a user lie within one group's stretch, the groups are others for another key, and threads change nothing. */
    @Test
    void aUsersPairsComeTogether() {
        int places = 20_000;
        int each = 20;
        try (Workers one = new Workers(1); Workers three = new Workers(3)) {
            List<Integer> order = users(shuffledByUser(places, PLACES, place -> place / each, 50, 17, one), 1000);
            assertThat(order.stream().sorted().toList()).isEqualTo(IntStream.range(0, places).boxed().toList());
            assertThat(users(shuffledByUser(places, PLACES, place -> place / each, 50, 17, three), 64)).isEqualTo(order);
            assertThat(longestStretch(order, each)).isLessThan(places / 10);
            assertThat(longestStretch(users(shuffled(places, PLACES, 17, one), 1000), each)).isGreaterThan(places * 9 / 10);
            List<Integer> other = users(shuffledByUser(places, PLACES, place -> place / each, 50, 18, one), 1000);
            assertThat(other.subList(0, 400).stream().map(place -> place / each).distinct().toList())
                    .isNotEqualTo(order.subList(0, 400).stream().map(place -> place / each).distinct().toList());
        }
    }

    /** The longest way between two pairs of one user, {@code each} places of which are a user's. */
    private static int longestStretch(List<Integer> order, int each) {
        int[] first = new int[order.size() / each];
        for (int i = order.size() - 1; i >= 0; i--) {
            first[order.get(i) / each] = i;
        }
        int longest = 0;
        for (int i = 0; i < order.size(); i++) {
            longest = Math.max(longest, i - first[order.get(i) / each]);
        }
        return longest;
    }
}
