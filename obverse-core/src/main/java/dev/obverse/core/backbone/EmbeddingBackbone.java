package dev.obverse.core.backbone;

import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameter;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.sample.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A backbone over a user table and an item table: its logit is the sum of its terms. */
final class EmbeddingBackbone implements Backbone {
    private final EmbeddingTable users;
    private final EmbeddingTable items;
    private final List<Term> terms;
    private final Parameters parameters;

    EmbeddingBackbone(EmbeddingTable users, EmbeddingTable items, List<Term> terms) {
        this.users = users;
        this.items = items;
        this.terms = List.copyOf(terms);
        List<Parameter> all = new ArrayList<>(List.of(users, items));
        terms.forEach(term -> all.addAll(term.parameters()));
        this.parameters = Parameters.of(all);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Pass pass(int capacity) {
        return new EmbeddingPass(capacity);
    }

    private final class EmbeddingPass implements Pass {
        private final GatheredRows rows;
        private final List<Term.TermPass> passes;
        private float[] logits;

        EmbeddingPass(int capacity) {
            rows = new GatheredRows(users, items, capacity);
            passes = terms.stream().map(term -> term.pass(capacity)).toList();
            logits = new float[capacity];
        }

        @Override
        public float[] logits(Batch batch) {
            if (logits.length < batch.size()) {
                logits = new float[batch.size()];
            }
            rows.gather(batch);
            Arrays.fill(logits, 0, batch.size(), 0f);
            for (int t = 0; t < passes.size(); t++) {
                passes.get(t).addLogits(rows, logits);
            }
            return logits;
        }

        @Override
        public void gradients(float[] dlogits, Gradients into) {
            rows.clearGradients();
            for (int t = 0; t < passes.size(); t++) {
                passes.get(t).addGradients(rows, dlogits, into);
            }
            rows.scatter(into);
        }
    }
}
