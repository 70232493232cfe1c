package dev.obverse.cli;

import dev.obverse.core.Vocabulary;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.rank.TopItems;
import dev.obverse.core.rank.TopLists;
import dev.obverse.core.rank.Weighting;
import dev.obverse.core.sample.SeenItems;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Ranks users in batches and writes their lists, so that memory does not grow with the number of users. */
final class Recommendations {
    /** Items in all lists of a batch together; what bounds its memory where lists are long. */
    private static final int MOST_ENTRIES = 1 << 22;
    private static final int NAMED = 3;

    private final Recommender recommender;
    private final Workers workers;
    private final TopItems top;
    private final PairScores scores;
    private final TopLists lists = new TopLists();
    private final List<String> named = new ArrayList<>();
    private long users;
    private long unknown;
    private long rows;

    Recommendations(Recommender recommender, Kernels kernels, Workers workers) {
        this.recommender = recommender;
        this.workers = workers;
        this.top = TopItems.of(recommender.model(), recommender.items().size(), kernels, workers);
        this.scores = new PairScores(recommender.model());
    }

    /** Writes the first n items of each user, in the order of the users. */
    void write(UserSelection selection, Iterator<String> ids, int n, Weighting weighting, @Nullable SeenItems seen, RecommendationTable table) {
        long length = Math.max(1, Math.min(n, recommender.items().size()));
        int capacity = (int) Math.max(1, Math.min((long) TopItems.BATCH * workers.threads(), MOST_ENTRIES / length));
        List<String> batch = new ArrayList<>();
        for (String id = selection.next(ids); id != null; id = selection.next(ids)) {
            batch.add(id);
            if (batch.size() == capacity) {
                write(batch, n, weighting, seen, table);
                batch.clear();
            }
        }
        write(batch, n, weighting, seen, table);
    }

    private void write(List<String> ids, int n, Weighting weighting, @Nullable SeenItems seen, RecommendationTable table) {
        int[] dense = new int[ids.size()];
        for (int j = 0; j < dense.length; j++) {
            dense[j] = recommender.users().indexOf(ids.get(j));
            if (dense[j] < 0 && ++unknown <= NAMED) {
                named.add(ids.get(j));
            }
        }
        users += dense.length;
        top.rank(dense, dense.length, n, weighting, seen, lists);
        Vocabulary items = recommender.items();
        for (int j = 0; j < dense.length; j++) {
            scores.clear();
            for (int place = 0; place < lists.size(j); place++) {
                scores.add(dense[j], lists.item(j, place));
            }
            scores.score();
            for (int place = 0; place < lists.size(j); place++) {
                table.write(ids.get(j), items.id(lists.item(j, place)), place + 1, scores, place);
            }
            rows += lists.size(j);
        }
    }

    long users() {
        return users;
    }

    long rows() {
        return rows;
    }

    /** A sentence on the users that the model does not know; empty if there are none. */
    String strangers() {
        if (unknown == 0) {
            return "";
        }
        if (unknown == 1) {
            return named.getFirst() + " is not in the model and gets the ranking of unknown users";
        }
        String names = String.join(", ", named) + (unknown > named.size() ? ", ..." : "");
        return String.format(Locale.ROOT, "%,d of %,d users are not in the model (%s): their lists are the prior ranking, the same for all of them",
                unknown, users, names);
    }
}
