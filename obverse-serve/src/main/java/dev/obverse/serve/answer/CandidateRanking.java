package dev.obverse.serve.answer;

import dev.obverse.core.annotate.Reason;
import dev.obverse.core.annotate.Reasons;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.model.Recommender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ranks given items for a user and gives the reasons. */
record CandidateRanking(Recommender recommender, PairLogits logits, @Nullable Reasons reasons) {
    /** Subtracting from 0 makes -0.0 the same as 0.0. */
    private static final Comparator<Candidate> ORDER = Comparator.comparingDouble(candidate -> 0.0 - candidate.logit());

    RankedCandidates rank(String user, List<String> items) {
        int dense = recommender.users().indexOf(user);
        int[] users = new int[items.size()];
        Arrays.fill(users, dense);
        int[] ids = items.stream().mapToInt(recommender.items()::indexOf).toArray();
        float[] likes = logits.of(users, ids);
        List<Candidate> ranked = new ArrayList<>(ids.length);
        for (int i = 0; i < ids.length; i++) {
            Candidate.Why why = reasons == null ? null : why(reasons.of(dense, ids[i]));
            ranked.add(new Candidate(items.get(i), ids[i] >= 0, likes[i], Logistic.sigmoid(likes[i]), why));
        }
        ranked.sort(ORDER);
        return new RankedCandidates(user, dense >= 0, ranked);
    }

    private Candidate.Why why(Reason reason) {
        List<Candidate.Closest> closest = reason.closest().stream()
                .map(near -> new Candidate.Closest(recommender.items().id(near.item()), near.liked(), near.cosine()))
                .toList();
        return new Candidate.Why(reason.userRate(), reason.userLabels(), reason.itemRate(), reason.itemLabels(), closest);
    }
}
