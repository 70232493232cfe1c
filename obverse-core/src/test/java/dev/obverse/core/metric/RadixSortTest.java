package dev.obverse.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.kernel.Workers;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RadixSortTest {
    @ParameterizedTest
    @ValueSource(longs = {-1L, 0L, 0xFFL, 0xFF00L, 0x8000_0000_0000_0001L, 0xFFFF_0000_FFFFL})
    void sortsByUnsignedKeyAndKeepsTheOrderOfEqualKeys(long mask) {
        for (int threads = 1; threads <= 3; threads++) {
            try (Workers workers = new Workers(threads)) {
                sorts(mask, workers);
            }
        }
    }

    private static void sorts(long mask, Workers workers) {
        Random random = new Random(mask);
        for (int size : new int[] {0, 1, 2, 1_000, 150_000}) {
            long[] drawn = random.longs(size).map(key -> key & mask).toArray();
            int[] expected = IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.comparing(i -> drawn[i], Long::compareUnsigned))
                    .mapToInt(Integer::intValue)
                    .toArray();

            long[] keys = drawn.clone();
            int[] values = IntStream.range(0, size).toArray();
            RadixSort.sort(keys, values, workers);

            assertThat(values).isEqualTo(expected);
            assertThat(keys).isEqualTo(IntStream.of(expected).mapToLong(i -> drawn[i]).toArray());
        }
    }
}
