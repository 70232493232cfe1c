package dev.obverse.serve.feedback;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.sample.SeenItems;
import dev.obverse.core.train.Scorer;
import java.nio.file.Path;
import java.util.List;

/** A model that is looked at to be compared, apart from the one that answers. */
final class JudgedModel {
    private final Recommender recommender;
    private final SeenItems labelled;

    private JudgedModel(Recommender recommender) {
        this.recommender = recommender;
        Interactions rows = recommender.hasHistory() ? recommender.history().interactions() : Interactions.empty();
        this.labelled = SeenItems.of(rows.select(rows.labelledRows()), recommender.users().size(), recommender.items().size());
    }

    /**
     * Reads a model.
     *
     * @throws InvalidInputException if the file is none
     */
    static JudgedModel read(Path file, Kernels kernels) {
        return new JudgedModel(ModelFile.read(file, kernels));
    }

    /**
     * Reads the model in service, whose file may have changed since: then what is trained from it would replace a model that it did not come of.
     *
     * @throws InvalidInputException if the file is none, or is not the one with this checksum
     */
    static JudgedModel readInService(Path file, String sha256, Kernels kernels) {
        ModelFile.Stored stored = ModelFile.readStored(file, kernels);
        if (!stored.sha256().equals(sha256)) {
            throw new InvalidInputException("the file " + file + " is no longer the model in service; put that one back, or load this one with "
                    + "POST /v1/model");
        }
        return new JudgedModel(stored.recommender());
    }

    /** Returns its metrics on labelled rows; an id that it does not know is scored by the terms that are known, as in service. */
    Metrics on(List<Feedback> rows) {
        Interactions.Builder dense = new Interactions.Builder(rows.size());
        for (Feedback row : rows) {
            Label label = row.kind() == Feedback.Kind.POSITIVE ? Label.POSITIVE : Label.NEGATIVE;
            dense.add(recommender.users().indexOf(row.user()), recommender.items().indexOf(row.item()), label.code());
        }
        return new Scorer(recommender.model().labels()).evaluate(dense.build());
    }

    /** Returns whether it was trained on a label of a pair, as far as its file says. */
    boolean knowsLabelOf(String user, String item) {
        int dense = recommender.users().indexOf(user);
        int denseItem = recommender.items().indexOf(item);
        return dense >= 0 && denseItem >= 0 && labelled.contains(dense, denseItem);
    }
}
