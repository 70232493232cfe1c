package dev.obverse.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowUnitsTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0, 1", "7, 5", "1000, 850", "850, 1000", "3, 1000", "1000000, 1", "2000000000, 2000000000"})
    void everyRowIsInOneUnitAndTheUnitsAreEven(int users, int items) {
        assertThat(RowUnits.userStart(users, items, 0)).isZero();
        assertThat(RowUnits.itemStart(users, items, 0)).isZero();
        assertThat(RowUnits.userStart(users, items, RowUnits.COUNT)).isEqualTo(users);
        assertThat(RowUnits.itemStart(users, items, RowUnits.COUNT)).isEqualTo(items);
        for (int unit = 0; unit < RowUnits.COUNT; unit++) {
            int ofUsers = RowUnits.userStart(users, items, unit + 1) - RowUnits.userStart(users, items, unit);
            int ofItems = RowUnits.itemStart(users, items, unit + 1) - RowUnits.itemStart(users, items, unit);
            assertThat(ofUsers).isNotNegative();
            assertThat(ofItems).isNotNegative();
            assertThat((long) ofUsers + ofItems).isBetween(((long) users + items) / RowUnits.COUNT, ((long) users + items) / RowUnits.COUNT + 1);
        }
    }
}
