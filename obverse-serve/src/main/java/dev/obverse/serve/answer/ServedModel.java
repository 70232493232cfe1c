package dev.obverse.serve.answer;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.annotate.Reasons;
import dev.obverse.core.fold.FoldedUser;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.loss.Logistic;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.model.TrainingHistory;
import dev.obverse.core.rank.ItemLikeness;
import dev.obverse.core.rank.ItemRanker;
import dev.obverse.core.rank.Preference;
import dev.obverse.core.rank.TopRequest;
import dev.obverse.core.rank.Weighting;
import dev.obverse.core.sample.SeenItems;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trained model, ready to answer: read and checked whole, with everything prepared that its answers share. Users and items go by their
 * external ids; one that the model does not know is no error. Immutable; every method may be called by any number of threads, virtual ones
 * included, and its answer does not depend on what else is asked meanwhile.
 *
 * <p>Answers that go over all items, and long ones, are computed by threads of the model's own while the caller waits. Where too many
 * callers wait, the next one gets an {@link OverloadedException} at once.
 *
 * <p>Memory: the model, its item table once more for rankings (twice for one that ranks by exposure), the history once more for what a user
 * has seen, and some bytes for each user and item.
 */
public final class ServedModel implements AutoCloseable {
    /** How many of the most certain views of all users are kept, each way. */
    public static final int MOST_CERTAIN = 1000;

    /** Length of the prior ranking that is kept. */
    private static final int PRIOR = 1000;

    private final ModelFacts facts;
    private final Recommender recommender;
    private final Weighting weighting;
    private final @Nullable SeenItems seen;
    private final @Nullable ItemLikeness likeness;
    private final PairLogits logits;
    private final SharedPasses passes;
    private final LongAnswers answers;
    private final CandidateRanking candidates;
    private final LabelledUsers folded;
    private final CertainViewCache certain;
    private volatile @Nullable TopList prior;

    private ServedModel(ModelFacts facts, Recommender recommender, ItemRanker ranker, Kernels kernels, AnswerSettings settings) {
        this.facts = facts;
        this.recommender = recommender;
        weighting = facts.rankedBy();
        seen = facts.hasHistory() ? recommender.history().seen(facts.items()) : null;
        Reasons reasons = facts.hasHistory() ? new Reasons(recommender, kernels) : null;
        likeness = reasons != null ? reasons.likeness() : ItemLikeness.of(recommender.model().labels(), facts.items(), kernels);
        logits = new PairLogits(recommender.model().labels(), settings.threads());
        candidates = new CandidateRanking(recommender, logits, reasons);
        folded = new LabelledUsers(recommender);
        answers = new LongAnswers(settings);
        certain = new CertainViewCache(recommender, logits, answers);
        passes = new SharedPasses(ranker, settings);
    }

    /**
     * Reads a model file, after the whole of it has been checked, and prepares its answers; in a fresh JVM that takes a second more, so that
     * the first request is as quick as any.
     *
     * @throws InvalidInputException if it is not a model, or is damaged, or cannot be served: one sentence with the file's name
     */
    public static ServedModel load(Path file, Kernels kernels, AnswerSettings settings) {
        ModelFile.Stored stored = ModelFile.readStored(file, kernels);
        Recommender recommender = stored.recommender();
        int items = recommender.items().size();
        ItemRanker ranker;
        try (Workers workers = new Workers(settings.threads())) {
            ranker = ItemRanker.of(recommender.model(), items, kernels, workers);
        }
        ModelFacts facts = new ModelFacts(
                file, stored.sha256(), Instant.now(), recommender.users().size(), items, Preference.of(recommender), recommender.hasHistory(),
                recommender.config().toMap(), recommender.provenance());
        ServedModel served = new ServedModel(facts, recommender, ranker, kernels, settings);
        new WarmUp(served, ranker).run();
        return served;
    }

    /** Returns what is known of the model. */
    public ModelFacts facts() {
        return facts;
    }

    /**
     * Returns the best of all items for a user; for one whom the model does not know, the prior ranking.
     *
     * @param n how many, at least 1
     * @param excludeSeen whether to leave out the items that the user has any training row with
     * @throws InvalidInputException if n is below 1, or seen items are to be left out and the model has no history
     * @throws OverloadedException if too many requests wait
     */
    public Ranking recommend(String user, int n, boolean excludeSeen) {
        if (excludeSeen) {
            recommender.history();
        }
        int dense = recommender.users().indexOf(user);
        TopRequest request = TopRequest.of(dense, n, weighting, excludeSeen ? seen : null);
        TopList list = dense < 0 ? priorRanking(n) : passes.rank(request);
        return ranking(user, dense >= 0, weighting, list, logits.of(same(dense, list.items().length), list.items()));
    }

    /** Strangers may be many, and all have the same list. */
    private TopList priorRanking(int n) {
        TopList kept = prior;
        if (kept == null || kept.items().length < Math.min(n, facts.items())) {
            kept = passes.rank(TopRequest.of(-1, Math.max(n, PRIOR), weighting, null));
            if (n <= PRIOR) {
                prior = kept;
            }
        }
        return kept.first(n);
    }

    private static int[] same(int id, int count) {
        int[] ids = new int[count];
        Arrays.fill(ids, id);
        return ids;
    }

    private Ranking ranking(@Nullable String user, boolean known, Weighting rankedBy, TopList list, float[] likes) {
        List<RankedItem> items = new ArrayList<>(likes.length);
        for (int place = 0; place < likes.length; place++) {
            items.add(new RankedItem(
                    recommender.items().id(list.items()[place]), likes[place], Logistic.sigmoid(likes[place]), list.scores()[place]));
        }
        return new Ranking(user, known, rankedBy, items);
    }

    /** Returns what the model says of some pairs, in their order. Computed by the caller's thread. */
    public List<PairScore> score(List<Pair> pairs) {
        int[] users = pairs.stream().mapToInt(pair -> recommender.users().indexOf(pair.user())).toArray();
        int[] items = pairs.stream().mapToInt(pair -> recommender.items().indexOf(pair.item())).toArray();
        float[] likes = logits.of(users, items);
        List<PairScore> scores = new ArrayList<>(likes.length);
        for (int i = 0; i < likes.length; i++) {
            scores.add(new PairScore(
                    pairs.get(i).user(), pairs.get(i).item(), likes[i], Logistic.sigmoid(likes[i]), users[i] >= 0, items[i] >= 0));
        }
        return scores;
    }

    /**
     * Returns the items that are most like one, by the cosine of their rows of the embedding table; of one cosine, the item that came first
     * in training stands first. An item whose row is all zeros has no direction and is like none.
     *
     * @param n how many, at least 1; the item itself is not among them
     * @return empty if the model does not know the item
     * @throws InvalidInputException if n is below 1, or the backbone has no table of items
     * @throws OverloadedException if too many requests wait
     */
    public Optional<List<SimilarItem>> similar(String item, int n) {
        requireSome(n);
        if (likeness == null) {
            throw new InvalidInputException("the backbone of this model has no table of items, so none is known to be like another");
        }
        int dense = recommender.items().indexOf(item);
        if (dense < 0) {
            return Optional.empty();
        }
        List<ItemLikeness.Near> near = answers.answer(() -> likeness.nearest(dense, n));
        return Optional.of(near.stream().map(one -> new SimilarItem(recommender.items().id(one.item()), one.cosine())).toList());
    }

    private static void requireSome(int n) {
        if (n < 1) {
            throw new InvalidInputException("n is " + n + "; a list has at least 1 entry");
        }
    }

    /**
     * Puts given items into the order in which the user is likely to like them, and says why.
     *
     * @throws OverloadedException if too many requests wait
     */
    public RankedCandidates rank(String user, List<String> items) {
        return answers.answer(() -> candidates.rank(user, items));
    }

    /**
     * Finds a user from labels, without training, and returns the best items. The training rows of a known user join in; where a given label
     * contradicts one, the given one counts. What has a label or a training row is not among the items.
     *
     * @param user whose history joins in; null or unknown for nobody's
     * @param labels by external item id; an item that the model does not know says something of the user's bias alone
     * @param n how many, at least 1
     * @throws InvalidInputException if n is below 1, or the backbone cannot fold users in
     * @throws OverloadedException if too many requests wait
     */
    public Ranking foldIn(@Nullable String user, Map<String, Label> labels, int n) {
        requireSome(n);
        int dense = user == null ? -1 : recommender.users().indexOf(user);
        LabelledUsers.Rows rows = folded.rows(dense, labels);
        FoldedUser found = answers.answer(() -> folded.find(rows));
        Weighting rankedBy = found.model().exposure() == null ? Weighting.LIKE : weighting;
        TopList list = passes.rank(new TopRequest(found.model(), 0, n, rankedBy, rows::contains));
        return ranking(user, dense >= 0, rankedBy, list, found.logits(list.items()));
    }

    /**
     * Returns the training rows of a user.
     *
     * @throws InvalidInputException if the model was trained without its history
     */
    public UserHistory history(String user) {
        TrainingHistory history = recommender.history();
        int dense = recommender.users().indexOf(user);
        List<UserHistory.Row> rows = new ArrayList<>();
        for (int at = 0; dense >= 0 && at < history.offsets()[dense + 1] - history.offsets()[dense]; at++) {
            int row = (int) history.offsets()[dense] + at;
            rows.add(new UserHistory.Row(recommender.items().id(history.items()[row]), Label.of(history.labels()[row])));
        }
        return new UserHistory(user, dense >= 0, rows);
    }

    /** Returns the first users whose id begins so, in the order in which training met them; at most n. */
    public List<String> users(String prefix, int n) {
        return recommender.users().startingWith(prefix, n);
    }

    /**
     * Returns the unlabeled views of the training log of which the model is most certain, both ways. Those of all users are found when first
     * asked for, and kept.
     *
     * @param n how many each way, at least 1; of all users at most {@link #MOST_CERTAIN}
     * @param user whose views, or null for those of all users; a stranger has none
     * @throws InvalidInputException if n is below 1, or the model was trained without its history
     * @throws OverloadedException if too many requests wait
     */
    public CertainViews annotations(int n, @Nullable String user) {
        requireSome(n);
        return user == null ? certain.ofAll(n) : certain.ofUser(recommender.users().indexOf(user), n);
    }

    /** Returns how many requests wait for a thread of this model at the moment. */
    public int waiting() {
        return passes.waiting() + answers.waiting();
    }

    /** Ends the model's threads, after what waits has been answered. Nothing may be asked any more. */
    @Override
    public void close() {
        passes.close();
        answers.close();
    }
}
