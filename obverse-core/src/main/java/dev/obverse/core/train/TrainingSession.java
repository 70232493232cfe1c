package dev.obverse.core.train;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.optimizer.Optimizer;
import dev.obverse.core.sample.Batch;
import dev.obverse.core.sample.EpochLayout;
import dev.obverse.core.sample.PairStream;
import dev.obverse.core.sample.SeenItems;
import dev.obverse.core.sample.UnlabeledPool;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the methods of one run share: the data, the model, one optimizer for the whole run, and what is derived from them once. */
final class TrainingSession {
    private final TrainingConfig config;
    private final TrainingData data;
    private final RecommenderModel model;
    private final Optimizer optimizer;
    private final Kernels kernels;
    private final Workers loops;
    private final boolean ahead;
    private final int[] labelledRows;
    private @Nullable SeenItems seen;

    TrainingSession(
            TrainingConfig config, TrainingData data, RecommenderModel model, Optimizer optimizer, Kernels kernels, Workers loops,
            boolean ahead) {
        this.config = config;
        this.data = data;
        this.model = model;
        this.optimizer = optimizer;
        this.kernels = kernels;
        this.loops = loops;
        this.ahead = ahead;
        this.labelledRows = data.train().labelledRows();
    }

    TrainingConfig config() {
        return config;
    }

    TrainingData data() {
        return data;
    }

    RecommenderModel model() {
        return model;
    }

    Optimizer optimizer() {
        return optimizer;
    }

    Kernels kernels() {
        return kernels;
    }

    /** The threads that share the loops of a step. */
    Workers loops() {
        return loops;
    }

    /** The labelled training rows, in the order of the log. Not a copy. */
    int[] labelledRows() {
        return labelledRows;
    }

    int batchSize() {
        return config.whole(Setting.BATCH);
    }

    Learner labelLearner() {
        return new Learner(model.labels(), optimizer, batchSize(), loops);
    }

    /** A training row as a packed pair. */
    long pair(int row) {
        return Batch.pair(data.train().user(row), data.train().item(row), data.train().label(row));
    }

    /** The streams of a phase, epoch after epoch. */
    StreamTurns turns() {
        return new StreamTurns(ahead);
    }

    /** Has a layout fill a stream and bring it into the order that the config asks for; {@code user} tells the user of a place. */
    void shuffle(PairStream into, int places, PairStream.Source source, IntUnaryOperator user, long key, EpochLayout layout) {
        int group = config.whole(Setting.GROUP);
        if (group == 0) {
            into.shuffle(places, source, key, layout);
        } else {
            into.shuffleByUser(places, source, user, data.users() / group, key, layout);
        }
    }

    /** The pool that the config names, over the training rows. */
    UnlabeledPool pool() {
        return switch (config.text(Setting.POOL)) {
            case "auto" -> data.train().count(Label.UNLABELED) > 0 ? new UnlabeledPool.Exposed(data.train()) : unexposed();
            case "exposed" -> new UnlabeledPool.Exposed(data.train());
            case "popular" -> new UnlabeledPool.Popular(data.train(), unexposed());
            case "mixed" -> new UnlabeledPool.Mixed(unexposed(), new UnlabeledPool.Exposed(data.train()));
            default -> unexposed();
        };
    }

    UnlabeledPool.Unexposed unexposed() {
        return new UnlabeledPool.Unexposed(seen());
    }

    /** The items that each user has a row with; made when they are first asked for, once for the run. */
    SeenItems seen() {
        SeenItems made = seen;
        if (made == null) {
            made = data.seen();
            seen = made;
        }
        return made;
    }
}
