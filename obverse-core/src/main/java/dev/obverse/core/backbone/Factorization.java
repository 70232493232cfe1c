package dev.obverse.core.backbone;

/** A logit that is an inner product: {@code z(u, i) = query(u) . item(i)}, both with {@link #depth()} values. */
public interface Factorization {
    /** Returns how many values a query and an item have. */
    int depth();

    /** Writes {@code query(u)} to {@code into[at..at + depth() - 1]}; a negative user is unknown and has the terms that are left. */
    void query(int user, float[] into, int at);

    /** Writes {@code item(i)} to {@code into[at..at + depth() - 1]}. */
    void item(int item, float[] into, int at);
}
