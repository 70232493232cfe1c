package dev.obverse.core.rank;

import static java.util.Objects.requireNonNull;

import dev.obverse.core.backbone.Factorization;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Logits that are inner products, in two stages. Products of matrices in 16 bits, twice as quick as in floats and from a quarter of the memory, bound
 * all logits of a block; the exact ones are computed where that is above what is asked for, of 200,000 items for some hundreds.
 *
 * <p>Memory: the item table once in floats and once in bytes.
 */
final class FactorizedLogits implements LogitSource {
    private static final int WORDS = BLOCK / Long.SIZE;

    private final Factorization factors;
    private final Function<RecommenderModel, @Nullable Factorization> head;
    private final int items;
    private final Kernels kernels;
    private final float[][] rows;
    private final Frame frame;
    private final RoundedItems[] rounded;

    /**
     * Lays out the items.
     *
     * @param head finds the same factors in the model of a user who was folded in; its items are the same, so only its query is asked for
     */
    FactorizedLogits(
            Factorization factors, Function<RecommenderModel, @Nullable Factorization> head, int items, Kernels kernels, Workers workers) {
        this.factors = factors;
        this.head = head;
        this.items = items;
        this.kernels = kernels;
        this.rows = new float[LogitSource.blocks(items)][];
        this.rounded = new RoundedItems[rows.length];
        workers.run(rows.length, 1, (from, to) -> {
            for (int block = from; block < to; block++) {
                rows[block] = rows(block);
            }
        });
        this.frame = Frame.of(rows, factors.depth());
        workers.run(rows.length, 1, (from, to) -> {
            for (int block = from; block < to; block++) {
                rows[block] = frame.alongAxes(rows[block]);
                rounded[block] = RoundedItems.of(rows[block], LogitSource.width(block, items), frame);
            }
        });
    }

    private float[] rows(int block) {
        int width = LogitSource.width(block, items);
        float[] values = new float[width * factors.depth()];
        for (int i = 0; i < width; i++) {
            factors.item(LogitSource.item(block, i, items), values, i * factors.depth());
        }
        return values;
    }

    @Override
    public Cursor open() {
        return new ProductCursor();
    }

    private final class ProductCursor implements Cursor {
        private final Queries queries = new Queries(frame);
        private final float[] query = new float[factors.depth()];
        private long[] words = new long[0];
        private int count;
        private int block;

        @Override
        public void begin(TopRequest[] requests, int from, int to) {
            count = to - from;
            if (words.length < count * WORDS) {
                words = new long[count * WORDS];
            }
            queries.begin(count);
            for (int j = 0; j < count; j++) {
                TopRequest request = requests[from + j];
                RecommenderModel folded = request.folded();
                Factorization own = folded == null ? factors : requireNonNull(head.apply(folded));
                own.query(request.user(), query, 0);
                queries.set(j, query);
            }
        }

        @Override
        public boolean bounded() {
            return true;
        }

        @Override
        public float usual(int j) {
            return queries.usual(j);
        }

        @Override
        public void enter(int next, float[] thresholds, boolean roughly) {
            block = next;
            Arrays.fill(words, 0, count * WORDS, 0);
            queries.above(count, rounded[block], thresholds, roughly, kernels, words, WORDS);
        }

        @Override
        public int above(int j, int[] places, int at) {
            int next = at;
            int width = LogitSource.width(block, items);
            for (int first = 0; first < width; first += Long.SIZE) {
                long word = words[j * WORDS + first / Long.SIZE];
                if (width - first < Long.SIZE) {
                    word &= -1L >>> (Long.SIZE - (width - first));
                }
                next = note(word, first, places, next);
            }
            return next - at;
        }

        @Override
        public void logits(int[] owners, int[] places, int candidates, float[] into) {
            queries.logits(owners, rows[block], places, candidates, kernels, into);
        }
    }

    /**
     * Notes the places of a word's bits, of which the lowest is that of {@code first}. Which bits are set cannot be foreseen, and a branch that goes
     * the other way costs more than noting a place: so the first two are noted whether the word has them or not.
     */
    private static int note(long word, int first, int[] places, int at) {
        int count = Long.bitCount(word);
        long rest = word & (word - 1);
        places[at] = first + Long.numberOfTrailingZeros(word);
        places[at + 1] = first + Long.numberOfTrailingZeros(rest);
        if (count > 2) {
            int next = at + 2;
            for (rest &= rest - 1; rest != 0; rest &= rest - 1) {
                places[next++] = first + Long.numberOfTrailingZeros(rest);
            }
        }
        return at + count;
    }
}
