package dev.obverse.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InteractionsTest {
    /** A code of more than two bits would change the item that a packed pair holds. */
    @ParameterizedTest
    @ValueSource(bytes = {-1, 3, 5, 127})
    void aLabelThatIsNoneIsRefusedWithItsRow(byte label) {
        byte[] labels = {Label.POSITIVE_CODE, label};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interactions.of(new int[] {0, 0}, new int[] {0, 1}, labels))
                .withMessage("row 1 has label " + label + ", which is the code of none");
    }

    @Test
    void anUnlabeledRowIsNeitherPositiveNorNegative() {
        byte[] labels = {Label.POSITIVE_CODE, Label.NEGATIVE_CODE, Label.UNLABELED_CODE};
        Interactions rows = Interactions.of(new int[] {0, 0, 0}, new int[] {0, 1, 2}, labels);
        assertThat(rows.select(rows.labelledRows()).positives()).containsExactly(true, false);
        assertThatIllegalArgumentException()
                .isThrownBy(rows::positives)
                .withMessage("row 2 is UNLABELED, neither POSITIVE nor NEGATIVE: select the labelled rows");
    }
}
