package dev.obverse.data;

import dev.obverse.core.Interactions;
import dev.obverse.core.Vocabulary;
import java.util.List;

/**
 * A log that is ready for training. Dense ids go by first appearance among the training rows, in the order of the files. In validation
 * and test an unknown user has a negative id, -2, -3, ..., one for each external user and the same in both parts, so that per-user
 * metrics can tell them apart; every unknown item is -1.
 *
 * @param train the training rows
 * @param valid the validation rows
 * @param test the test rows
 * @param users the users of training
 * @param items the items of training
 * @param census what was counted
 * @param hashes the files that were read
 * @param warnings sentences for the caller to show
 */
public record LabelledLog(
        Interactions train,
        Interactions valid,
        Interactions test,
        Vocabulary users,
        Vocabulary items,
        Census census,
        List<FileHash> hashes,
        List<String> warnings) {
    /** Copies the lists. */
    public LabelledLog {
        hashes = List.copyOf(hashes);
        warnings = List.copyOf(warnings);
    }
}
