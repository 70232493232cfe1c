package dev.obverse.spark;

import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.ScalarKernels;
import java.io.Serializable;
import java.util.LinkedHashMap;

/** All of a model but its users: what a task needs to score or rank, once user rows are put into the slots of a window. */
final class ItemSide implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, String> settings;
    private final ItemIds ids;
    private final Shared values;
    private final ProcessKernels kernels = new ProcessKernels();

    private ItemSide(TrainingConfig config, ItemIds ids, Shared values) {
        this.settings = new LinkedHashMap<>(config.toMap());
        this.ids = ids;
        this.values = values;
    }

    /** Takes the items and weights out of what blocks share. */
    static ItemSide of(TrainingConfig config, ItemIds ids, Shared shared) {
        RecommenderModel model = Architecture.of(config).blank(0, ids.size(), new ScalarKernels());
        new Tables(model.parameters(), 0).load(shared);
        return of(config, ids, model);
    }

    /** Takes the items and weights of a model. */
    static ItemSide of(TrainingConfig config, ItemIds ids, RecommenderModel model) {
        RecommenderModel alone = Architecture.of(config).blank(0, ids.size(), new ScalarKernels());
        Tables tables = new Tables(alone.parameters(), 0);
        tables.load(new Tables(model.parameters(), 0).shared());
        return new ItemSide(config, ids, tables.shared());
    }

    TrainingConfig config() {
        return TrainingConfig.of(settings);
    }

    ItemIds ids() {
        return ids;
    }

    /** A model with room for some users, whose rows are put into it one by one. */
    record Window(RecommenderModel model, Tables tables) {}

    Kernels kernels() {
        return kernels.get();
    }

    /** Returns a new window; no two tasks share one. */
    Window window(int users, Kernels kernels) {
        RecommenderModel model = Architecture.of(config()).blank(users, ids.size(), kernels);
        Tables tables = new Tables(model.parameters(), 0);
        tables.load(values);
        return new Window(model, tables);
    }
}
