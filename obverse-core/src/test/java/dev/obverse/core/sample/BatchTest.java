package dev.obverse.core.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Label;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 100})
    void growsPastItsCapacityAndKeepsWhatIsInIt(int capacity) {
        Batch batch = filled(capacity, 100);
        assertThat(batch.size()).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
            assertThat(batch.users()[i]).isEqualTo(i);
            assertThat(batch.items()[i]).isEqualTo(-i);
            assertThat(batch.labels()[i]).isEqualTo((byte) (i % 3));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void clearStartsOver(int before) {
        Batch batch = filled(2, before);
        batch.clear();
        batch.add(8, 9, Label.POSITIVE_CODE);
        assertThat(batch.size()).isOne();
        assertThat(batch.users()[0]).isEqualTo(8);
        assertThat(batch.items()[0]).isEqualTo(9);
    }

    private static Batch filled(int capacity, int pairs) {
        Batch batch = new Batch(capacity);
        for (int i = 0; i < pairs; i++) {
            batch.add(i, -i, (byte) (i % 3));
        }
        return batch;
    }
}
