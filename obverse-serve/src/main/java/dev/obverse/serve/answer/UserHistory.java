package dev.obverse.serve.answer;

import dev.obverse.core.Label;
import java.util.List;

/**
 * The training rows of a user.
 *
 * @param user external id, as it was asked for
 * @param known whether the model knows the user; a stranger has no rows
 * @param rows in the order of the training log
 */
public record UserHistory(String user, boolean known, List<Row> rows) {
    /** Copies the list. */
    public UserHistory {
        rows = List.copyOf(rows);
    }

    /**
     * A training row.
     *
     * @param item external id
     * @param label what the log says
     */
    public record Row(String item, Label label) {}
}
