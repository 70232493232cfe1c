package dev.obverse.spark;

import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;
import java.io.Serializable;
import java.util.LinkedHashMap;

/**
 * What a task needs to know of the run and of the round.
 *
 * @param settings the config of the run
 * @param items how many items there are
 * @param blocks into how many blocks the users are divided
 * @param epoch the epoch, 1, 2, ...
 * @param slice which slice of the epoch, from 0
 * @param slices how many slices the epoch has
 * @param keepBest whether the state at the beginning of the round is the best so far, and is to be kept
 */
record RoundPlan(LinkedHashMap<String, String> settings, int items, int blocks, int epoch, int slice, int slices, boolean keepBest)
        implements Serializable {
    static RoundPlan of(TrainingConfig config, int items, int blocks) {
        return new RoundPlan(new LinkedHashMap<>(config.toMap()), items, blocks, 0, 0, 1, false);
    }

    RoundPlan at(int epoch, int slice, int slices, boolean keepBest) {
        return new RoundPlan(settings, items, blocks, epoch, slice, slices, keepBest);
    }

    TrainingConfig config() {
        return TrainingConfig.of(settings);
    }

    /** Returns the config of one block: a seed of its own, so that no two blocks draw alike. */
    TrainingConfig config(int block) {
        TrainingConfig config = config();
        return config.with(Setting.SEED, Long.toString(SplitMix64.key(config.seed(), Purpose.SHARE, block)));
    }

    /** Returns a model of zeros for a block. */
    RecommenderModel blank(UserBlock block) {
        return Architecture.of(config()).blank(block.users(), items, block.kernels());
    }
}
