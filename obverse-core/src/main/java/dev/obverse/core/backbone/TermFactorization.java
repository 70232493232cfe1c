package dev.obverse.core.backbone;

import dev.obverse.core.parameter.EmbeddingTable;
import java.util.Arrays;
import java.util.List;

/**
 * A sum of terms that are linear in the item's row: with {@code z = b + b_u + b_i + a.q_i + c.p_u + w.(p_u*q_i)} the query is
 * {@code (w*p_u + a, b + b_u + c.p_u, 1)} and the item {@code (q_i, 1, b_i)}.
 */
record TermFactorization(EmbeddingTable users, EmbeddingTable items, List<Term.LinearInItem> terms) implements Factorization {
    @Override
    public int depth() {
        return items.width() + 2;
    }

    @Override
    public void query(int user, float[] into, int at) {
        int last = at + items.width() + 1;
        Arrays.fill(into, at, last, 0f);
        into[last] = 1f;
        for (Term.LinearInItem term : terms) {
            term.addQuery(users, user, into, at);
        }
    }

    @Override
    public void item(int item, float[] into, int at) {
        int width = items.width();
        System.arraycopy(items.data(), item * items.stride(), into, at, width);
        into[at + width] = 1f;
        float constant = 0;
        for (Term.LinearInItem term : terms) {
            constant += term.constant(item);
        }
        into[at + width + 1] = constant;
    }
}
