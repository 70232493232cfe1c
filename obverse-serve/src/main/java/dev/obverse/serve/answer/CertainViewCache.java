package dev.obverse.serve.answer;

import dev.obverse.core.model.Recommender;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The most certain views of all users, found once for all who ask, and those of single users. */
final class CertainViewCache {
    /** Views of one search where a logit is an inner product: about a second. */
    private static final long MOST_PRODUCTS = 20_000_000;
    /** The same of other backbones. */
    private static final long MOST_PASSES = 500_000;

    private final Recommender recommender;
    private final PairLogits logits;
    private final LongAnswers answers;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable CompletableFuture<CertainViews> all;

    CertainViewCache(Recommender recommender, PairLogits logits, LongAnswers answers) {
        this.recommender = recommender;
        this.logits = logits;
        this.answers = answers;
    }

    private ViewSearch search() {
        boolean products = recommender.model().labels().factorization() != null;
        return new ViewSearch(recommender, logits, products ? MOST_PRODUCTS : MOST_PASSES);
    }

    CertainViews ofAll(int n) {
        CertainViews views = Waiting.join(searched());
        return new CertainViews(views.views(), views.considered(), first(views.positive(), n), first(views.negative(), n));
    }

    private static List<CertainViews.View> first(List<CertainViews.View> views, int n) {
        return views.subList(0, Math.min(n, views.size()));
    }

    /** A search that failed is made again when somebody asks again. */
    private CompletableFuture<CertainViews> searched() {
        ViewSearch search = search();
        lock.lock();
        try {
            CompletableFuture<CertainViews> begun = all;
            if (begun == null || begun.isCompletedExceptionally()) {
                begun = answers.start(() -> search.find(0, recommender.users().size(), ServedModel.MOST_CERTAIN));
                all = begun;
            }
            return begun;
        } finally {
            lock.unlock();
        }
    }

    CertainViews ofUser(int user, int n) {
        ViewSearch search = search();
        return user < 0 ? new CertainViews(0, 0, List.of(), List.of()) : answers.answer(() -> search.find(user, user + 1, n));
    }
}
