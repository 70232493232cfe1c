package dev.obverse.core.rank;

import static java.util.Objects.requireNonNull;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.sample.Batch;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Ranks by a backbone whose logit is no inner product, such as one with a tower, in two stages: the best {@link #CANDIDATES} items by an inner
 * product that is near the logit ({@link Backbone#linearization()}), and of these the exact scores. A score is always exact; an item of
 * the exact list is missed where the first stage ranks it behind all candidates. How many are missed is measured in docs/performance.md.
 *
 * <p>Memory: the item table once more, and for each thread a pass over a thousand pairs.
 */
public final class Shortlist implements ItemRanker {
    /** How many items a shortlist has at least. */
    public static final int CANDIDATES = 2048;

    private static final int TIMES = 4;
    private static final int CHUNK = 1024;

    private final RecommenderModel model;
    private final int items;
    private final Catalogue first;
    private final Queue<Scratch> idle = new ConcurrentLinkedQueue<>();

    private Shortlist(RecommenderModel model, int items, Catalogue first) {
        this.model = model;
        this.items = items;
        this.first = first;
    }

    /**
     * Lays out the items 0..items-1 of a model, as its parameters are now; the workers share that and are not kept.
     *
     * @throws NullPointerException if the backbone has no {@link Backbone#linearization()}
     */
    static Shortlist of(RecommenderModel model, int items, Kernels kernels, Workers workers) {
        return new Shortlist(
                model, items, Catalogue.linearized(model, requireNonNull(model.labels().linearization()), items, kernels, workers));
    }

    @Override
    public void rank(TopRequest[] requests, int count, TopLists into) {
        TopRequest[] wider = new TopRequest[count];
        for (int j = 0; j < count; j++) {
            wider[j] = requests[j].withLength((int) Math.max(CANDIDATES, Math.min(items, (long) TIMES * requests[j].n())));
        }
        Scratch idler = idle.poll();
        Scratch scratch = idler == null ? new Scratch() : idler;
        first.rank(wider, count, scratch.candidates);
        into.begin(requests, count, items);
        for (int j = 0; j < count; j++) {
            scratch.rank(requests[j], j, into);
        }
        idle.add(scratch);
    }

    /** What one thread works with. */
    private final class Scratch {
        private final TopLists candidates = new TopLists();
        private final Batch batch = new Batch(CHUNK);
        private final Pass like = model.labels().pass(CHUNK);
        private final @Nullable Pass exposed = pass(model.exposure());

        void rank(TopRequest request, int j, TopLists into) {
            RecommenderModel folded = request.folded();
            Pass likes = folded == null ? like : folded.labels().pass(CHUNK);
            Pass exposures = !request.byProduct() ? null : folded == null ? exposed : pass(folded.exposure());
            int[] shortlist = new int[candidates.size(j)];
            for (int place = 0; place < shortlist.length; place++) {
                shortlist[place] = candidates.item(j, place);
            }
            // In order of the table, for the sake of memory.
            Arrays.sort(shortlist);
            for (int from = 0; from < shortlist.length; from += CHUNK) {
                int to = Math.min(shortlist.length, from + CHUNK);
                batch.clear();
                for (int i = from; i < to; i++) {
                    batch.add(request.user(), shortlist[i], Label.UNLABELED_CODE);
                }
                offer(shortlist, from, to, likes.logits(batch), exposures == null ? null : exposures.logits(batch), j, into);
            }
            into.finish(j);
        }

        private static @Nullable Pass pass(@Nullable Backbone backbone) {
            return backbone == null ? null : backbone.pass(CHUNK);
        }

        private static void offer(int[] shortlist, int from, int to, float[] likes, float @Nullable [] exposures, int j, TopLists into) {
            for (int i = from; i < to; i++) {
                float score = exposures == null ? likes[i - from] : Weighting.product(likes[i - from], exposures[i - from]);
                if (score > Float.NEGATIVE_INFINITY) {
                    into.offer(j, shortlist[i], score);
                }
            }
        }
    }
}
