package dev.obverse.core.train;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.TensorView;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes the values of a trained model over into one of the same shape that knows more users and items: known rows and weights stay as they are,
 * a new row is the mean of the known ones of its table.
 */
record Growth(Parameters from, Parameters into) {
    /** Copies known values and gives the new rows theirs. */
    void carryOver() {
        List<TensorView> grown = into.tensors();
        List<TensorView> known = from.tensors();
        if (known.size() != grown.size()) {
            throw anotherShape("the one has " + known.size() + " tensors, the other " + grown.size());
        }
        Set<String> tables = into.tables().stream().flatMap(table -> table.tensors().stream()).map(TensorView::name).collect(Collectors.toSet());
        for (int t = 0; t < grown.size(); t++) {
            carryOver(known.get(t), grown.get(t), tables.contains(grown.get(t).name()));
        }
    }

    private static void carryOver(TensorView known, TensorView grown, boolean table) {
        boolean rowsFit = table ? known.rows() <= grown.rows() : known.rows() == grown.rows();
        if (!known.name().equals(grown.name()) || known.width() != grown.width() || !rowsFit) {
            throw anotherShape(known.name() + " of " + known.rows() + " x " + known.width() + " cannot become " + grown.name() + " of "
                    + grown.rows() + " x " + grown.width());
        }
        double[] sums = new double[known.width()];
        for (int row = 0; row < known.rows(); row++) {
            for (int k = 0; k < sums.length; k++) {
                grown.set(row, k, known.get(row, k));
                sums[k] += known.get(row, k);
            }
        }
        for (int row = known.rows(); row < grown.rows() && known.rows() > 0; row++) {
            for (int k = 0; k < sums.length; k++) {
                grown.set(row, k, (float) (sums[k] / known.rows()));
            }
        }
    }

    private static InvalidInputException anotherShape(String how) {
        return new InvalidInputException("a model goes on only as one of the same backbone and settings: " + how);
    }

    /** Returns how many rows of a table were known. */
    int rowsBefore(String table) {
        return from.tensor(table).rows();
    }
}
