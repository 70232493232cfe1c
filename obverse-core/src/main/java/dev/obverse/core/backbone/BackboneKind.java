package dev.obverse.core.backbone;

/** The backbones of the paper. */
public enum BackboneKind {
    /** Generalized matrix factorization: a weighted inner product of two embeddings. */
    GMF,
    /** A tower of ReLU layers over the two embeddings side by side. */
    MLP,
    /** GMF and MLP, each with embeddings of its own, under one linear output. */
    NEUMF
}
