package dev.obverse.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersTest {
    @ParameterizedTest
    @CsvSource({"1, 1000, 1", "2, 1000, 1", "2, 1000, 128", "3, 7, 2", "3, 1, 1", "2, 0, 5", "5, 100003, 96"})
    void doesEveryUnitOnceInRangesThatStartAtTheGrain(int threads, int units, int grain) {
        try (Workers workers = new Workers(threads)) {
            AtomicIntegerArray done = new AtomicIntegerArray(units);
            for (int round = 1; round <= 200; round++) {
                workers.run(units, grain, (from, to) -> {
                    assertThat(from % grain).isZero();
                    for (int i = from; i < to; i++) {
                        done.incrementAndGet(i);
                    }
                });
                int expected = round;
                for (int i = 0; i < units; i += Math.max(1, units / 50)) {
                    assertThat(done.get(i)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void whatATaskThrowsIsThrownToTheCallerAndTheTeamGoesOn() {
        try (Workers workers = new Workers(3)) {
            for (int round = 0; round < 50; round++) {
                assertThatThrownBy(() -> workers.run(100, 1, (from, to) -> {
                            if (to > 60) {
                                throw new IllegalStateException("at " + to);
                            }
                        }))
                        .isInstanceOf(IllegalStateException.class);
                int[] count = new int[100];
                workers.run(100, 1, (from, to) -> Arrays.fill(count, from, to, 1));
                assertThat(count).containsOnly(1);
            }
        }
    }

    @Test
    void aLoopWithinALoopIsRunByItsCaller() {
        try (Workers workers = new Workers(2)) {
            int[] sums = new int[64];
            workers.run(64, 1, (from, to) -> {
                for (int i = from; i < to; i++) {
                    int unit = i;
                    workers.run(10, 1, (a, b) -> sums[unit] += b - a);
                }
            });
            assertThat(sums).containsOnly(10);
        }
    }

    @Test
    void aClosedTeamIsItsCallerAlone() {
        Workers workers = new Workers(2);
        workers.close();
        Thread[] runner = new Thread[8];
        workers.run(8, 1, (from, to) -> Arrays.fill(runner, from, to, Thread.currentThread()));
        assertThat(runner).containsOnly(Thread.currentThread());
    }

    @Test
    void needsAThread() {
        assertThatThrownBy(() -> new Workers(0)).isInstanceOf(IllegalArgumentException.class).hasMessage("threads 0 is not positive");
    }
}
