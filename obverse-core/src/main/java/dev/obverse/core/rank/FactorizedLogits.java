package dev.obverse.core.rank;

import static java.util.Objects.requireNonNull;

import dev.obverse.core.backbone.Factorization;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.BytePanels;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Panels;
import dev.obverse.core.kernel.Workers;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Logits that are inner products, by products of matrices. The items are laid out once, in panels, block by block: as much memory as their
 * table. A block stays in the cache while all requests pass it.
 *
 * <p>A few requests wait for memory rather than for arithmetic. So there is the table in bytes as well, a quarter of the size, which gives each
 * logit an upper bound; the exact one is computed where that is above the request's n-th best, of 200,000 items for some hundreds.
 */
final class FactorizedLogits implements LogitSource {
    /** The tiles of the product have so many rows. */
    private static final int TILE = 12;
    /** A row that is left over alone costs about as much as this share of a tile. */
    private static final int LONE_ROWS = 3;
    private static final int LINE = 16;
    /** Fewer requests than these take the bytes first. */
    private static final int MANY = TILE;

    private final Factorization factors;
    private final Function<RecommenderModel, @Nullable Factorization> head;
    private final Kernels kernels;
    private final Panels[] blocks;
    private final BytePanels[] rounded;

    /**
     * Lays out the items.
     *
     * @param head finds the same factors in the model of a user who was folded in; its items are the same, so only its query is asked for
     */
    FactorizedLogits(
            Factorization factors, Function<RecommenderModel, @Nullable Factorization> head, int items, Kernels kernels, Workers workers) {
        this.factors = factors;
        this.head = head;
        this.kernels = kernels;
        this.blocks = new Panels[(items + BLOCK - 1) / BLOCK];
        this.rounded = new BytePanels[blocks.length];
        workers.run(blocks.length, 1, (from, to) -> {
            float[] rows = new float[BLOCK * factors.depth()];
            for (int block = from; block < to; block++) {
                blocks[block] = panels(block, Math.min(BLOCK, items - block * BLOCK), rows);
                rounded[block] = BytePanels.of(blocks[block], kernels.panelWidth());
            }
        });
    }

    private Panels panels(int block, int count, float[] rows) {
        int depth = factors.depth();
        for (int i = 0; i < count; i++) {
            factors.item(block * BLOCK + i, rows, i * depth);
        }
        Panels panels = new Panels(depth, count, kernels.panelWidth());
        panels.setTransposed(rows, 0, depth, 0, panels.count());
        return panels;
    }

    @Override
    public Cursor open() {
        return new ProductCursor();
    }

    private final class ProductCursor implements Cursor {
        private final int stride = (factors.depth() + LINE - 1) / LINE * LINE + LINE;
        private float[] queries = new float[0];
        private float[] logits = new float[0];
        private float[] slack = new float[0];
        private boolean few;
        private int rows;

        @Override
        public void begin(TopRequest[] requests, int from, int to) {
            int count = to - from;
            rows = count % TILE > LONE_ROWS ? count - count % TILE + TILE : count;
            if (logits.length < rows * STRIDE) {
                queries = new float[rows * stride];
                logits = new float[rows * STRIDE];
                slack = new float[rows];
            }
            few = count < MANY && blocks.length > 0;
            for (int j = 0; j < count; j++) {
                TopRequest request = requests[from + j];
                RecommenderModel folded = request.folded();
                Factorization own = folded == null ? factors : requireNonNull(head.apply(folded));
                own.query(request.user(), queries, j * stride);
                slack[j] = few ? rounded[0].slack(queries, j * stride) : Float.NaN;
                few &= !Float.isNaN(slack[j]);
            }
            if (few) {
                rows = count;
            }
        }

        @Override
        public float[] bounds(int block) {
            if (few) {
                kernels.productBounds(queries, stride, slack, rounded[block], logits, STRIDE, 0, rows);
            } else {
                kernels.multiply(queries, stride, blocks[block], logits, STRIDE, 0, rows);
            }
            return logits;
        }

        @Override
        public float logit(int j, int item, float bound) {
            return few ? kernels.product(queries, j * stride, blocks[item / BLOCK], item % BLOCK) : bound;
        }
    }
}
