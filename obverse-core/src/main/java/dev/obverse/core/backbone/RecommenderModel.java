package dev.obverse.core.backbone;

import dev.obverse.core.parameter.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * A backbone that gives the logit of "likes it, if exposed", and, where there is one, a second head over the same embeddings that gives
 * the logit of "is exposed".
 */
public final class RecommenderModel {
    private final Backbone labels;
    private final @Nullable Backbone exposure;

    /** A model of one head. */
    public RecommenderModel(Backbone labels) {
        this.labels = labels;
        this.exposure = null;
    }

    /** A model of two heads, which share parameters. */
    public RecommenderModel(Backbone labels, Backbone exposure) {
        this.labels = labels;
        this.exposure = exposure;
    }

    /** Returns the head that is trained on labels and that scores. */
    public Backbone labels() {
        return labels;
    }

    /** Returns the head that tells exposed from unexposed pairs, if there is one. */
    public @Nullable Backbone exposure() {
        return exposure;
    }

    /** Returns the parameters of both heads, shared ones once. */
    public Parameters parameters() {
        return exposure == null ? labels.parameters() : labels.parameters().union(exposure.parameters());
    }
}
