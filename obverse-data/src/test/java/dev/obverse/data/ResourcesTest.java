package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.obverse.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResourcesTest {
    @ParameterizedTest
    @CsvSource({"12288, 4096MiB", "8192, 4096MiB", "3000, 1500MiB", "256, 512MiB"})
    void duckdb_gets_half_as_much_as_the_heap_within_bounds(long heapMebibytes, String limit) {
        assertThat(Resources.besideHeap(heapMebibytes << 20)).isEqualTo(new Resources(limit, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "4 apples", "-1GB", "0GB"})
    void a_limit_that_is_no_size_is_refused(String limit) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Resources(limit, 0)).withMessageContaining("is not a size such as 4GB or 512MB");
    }

    @Test
    void fewer_threads_than_none_are_refused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Resources("1GB", -1)).withMessageContaining("give 1 or more, or 0 for one per core");
    }
}
