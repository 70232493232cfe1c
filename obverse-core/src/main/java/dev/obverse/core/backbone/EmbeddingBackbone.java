package dev.obverse.core.backbone;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.RowSet;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameter;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.sample.Batch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A backbone over a user table and an item table: its logit is the sum of its terms. */
final class EmbeddingBackbone implements Backbone {
    private final Kernels kernels;
    private final EmbeddingTable users;
    private final EmbeddingTable items;
    private final List<Term> terms;
    private final Parameters parameters;

    EmbeddingBackbone(Kernels kernels, EmbeddingTable users, EmbeddingTable items, List<Term> terms) {
        this.kernels = kernels;
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
        return pass(capacity, Workers.none());
    }

    @Override
    public Pass pass(int capacity, Workers workers) {
        return new EmbeddingPass(capacity, workers);
    }

    @Override
    public @Nullable Factorization factorization() {
        List<Term.LinearInItem> linear = new ArrayList<>();
        for (Term term : terms) {
            Term.LinearInItem own = term.linearInItem();
            if (own == null) {
                return null;
            }
            linear.add(own);
        }
        return new TermFactorization(users, items, linear);
    }

    @Override
    public Factorization linearization() {
        List<Term.LinearInItem> linear = new ArrayList<>();
        for (Term term : terms) {
            Term.LinearInItem own = term.linearInItem();
            linear.add(own == null ? new MeanGradient(kernels, users, items, term) : own);
        }
        return new TermFactorization(users, items, linear);
    }

    @Override
    public NewUser newUser() {
        List<Term> own = terms.stream().map(Term::forNewUser).toList();
        EmbeddingBackbone one = new EmbeddingBackbone(kernels, users.alike(1), items, own);
        List<EmbeddingTable> from = new ArrayList<>();
        List<EmbeddingTable> to = new ArrayList<>();
        for (int t = 0; t < parameters.tables().size(); t++) {
            // A term changes nothing but its user tables, and the order stays.
            if (parameters.tables().get(t) != one.parameters.tables().get(t)) {
                from.add(parameters.tables().get(t));
                to.add(one.parameters.tables().get(t));
            }
        }
        return new NewUser(one, from, to);
    }

    /**
     * Forward, the pairs are shared out; back, the distinct rows are, the users' first, each of which sums the gradients of its own pairs. So
     * no two threads ever write to the same place, and every sum has one order.
     */
    private final class EmbeddingPass implements Pass {
        private final BatchSides sides;
        private final Workers workers;
        private final List<Term.TermPass> passes;
        private final Workers.Task forward = this::forward;
        private final Workers.Task sumRows = this::sumRows;
        /** Made when a gradient is first added to another one: most passes never do. */
        private @Nullable Gradients own;
        private float[] logits;
        private float[] dlogits = new float[0];
        private float[] userSums = new float[0];
        private float[] itemSums = new float[0];

        EmbeddingPass(int capacity, Workers workers) {
            this.workers = workers;
            sides = new BatchSides(kernels, users, items, terms.stream().mapToInt(Term::pairColumns).max().orElse(0), workers);
            passes = terms.stream().map(term -> term.pass(sides, capacity)).toList();
            logits = new float[capacity];
        }

        @Override
        public float[] logits(Batch batch) {
            if (logits.length < batch.size()) {
                logits = new float[batch.size()];
            }
            sides.set(batch);
            for (int t = 0; t < passes.size(); t++) {
                passes.get(t).begin();
            }
            workers.run(PairShares.COUNT, 1, forward);
            return logits;
        }

        private void forward(int fromShare, int toShare) {
            int from = PairShares.start(sides.size(), fromShare);
            int to = PairShares.start(sides.size(), toShare);
            Arrays.fill(logits, from, to, 0f);
            for (int t = 0; t < passes.size(); t++) {
                passes.get(t).addLogits(logits, from, to);
            }
        }

        @Override
        public void gradients(float[] slopes, Gradients into) {
            if (!into.isClear()) {
                Gradients added = own == null ? new Gradients(parameters, 0) : own;
                own = added;
                added.clear();
                gradients(slopes, added);
                into.add(added);
                return;
            }
            dlogits = slopes;
            sides.index();
            RowSet userRows = sides.users().rows().rows();
            RowSet itemRows = sides.items().rows().rows();
            userSums = into.of(users).cover(userRows);
            itemSums = into.of(items).cover(itemRows);
            for (int t = 0; t < passes.size(); t++) {
                passes.get(t).beginGradients(slopes, into);
            }
            workers.run(2 * RowSet.SHARES, 1, sumRows);
            for (int t = 0; t < passes.size(); t++) {
                passes.get(t).endGradients(slopes, into);
            }
        }

        private void sumRows(int from, int to) {
            for (int unit = from; unit < to; unit++) {
                if (unit < RowSet.SHARES) {
                    sumUsers(unit);
                } else {
                    sumItems(unit - RowSet.SHARES);
                }
            }
        }

        private void sumUsers(int share) {
            RowSet rows = sides.users().rows().rows();
            int from = rows.shareStart(share);
            int to = rows.shareStart(share + 1);
            Arrays.fill(userSums, from * users.width(), to * users.width(), 0f);
            for (int t = 0; t < passes.size(); t++) {
                passes.get(t).addUserGradients(dlogits, userSums, share, from, to);
            }
        }

        private void sumItems(int share) {
            RowSet rows = sides.items().rows().rows();
            int from = rows.shareStart(share);
            int to = rows.shareStart(share + 1);
            Arrays.fill(itemSums, from * items.width(), to * items.width(), 0f);
            for (int t = 0; t < passes.size(); t++) {
                passes.get(t).addItemGradients(dlogits, itemSums, share, from, to);
            }
        }
    }
}
