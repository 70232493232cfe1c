package dev.obverse.core.train;

import dev.obverse.core.backbone.RecommenderModel;
import java.util.List;

/**
 * What a run gave.
 *
 * @param model the model as it was after its best epoch
 * @param bestEpoch which epoch that is
 * @param history all epochs that were trained
 */
public record TrainingResult(RecommenderModel model, int bestEpoch, List<EpochRecord> history) {
    /** Returns the record of the best epoch. */
    public EpochRecord best() {
        return history.get(bestEpoch - 1);
    }
}
