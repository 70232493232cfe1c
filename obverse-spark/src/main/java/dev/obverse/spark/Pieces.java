package dev.obverse.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts the changed rows of a matrix by ranges of ids, so that the merge is shared out among tasks: as many ranges for each table as there are
 * blocks. The key of a range says which matrix it is of.
 *
 * @param ranges ranges of a matrix
 */
record Pieces(int ranges) implements Serializable {
    /** A range's key with the rows in it. */
    record Piece(int key, Rows rows) implements Serializable {}

    List<Piece> of(Rows rows, Shape shape) {
        int length = Math.max(1, (shape.rows() + ranges - 1) / ranges);
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        while (from < rows.ids().length) {
            int range = rows.ids()[from] / length;
            int to = from;
            while (to < rows.ids().length && rows.ids()[to] / length == range) {
                to++;
            }
            pieces.add(new Piece(rows.matrix() * ranges + range, new Rows(
                    rows.block(), rows.matrix(), Arrays.copyOfRange(rows.ids(), from, to),
                    Arrays.copyOfRange(rows.values(), from * shape.stride(), to * shape.stride()))));
            from = to;
        }
        return pieces;
    }
}
