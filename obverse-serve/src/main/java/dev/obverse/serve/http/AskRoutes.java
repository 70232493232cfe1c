package dev.obverse.serve.http;

import dev.obverse.core.Label;
import dev.obverse.serve.answer.Candidate;
import dev.obverse.serve.answer.ModelSlot;
import dev.obverse.serve.answer.Pair;
import dev.obverse.serve.answer.PairScore;
import dev.obverse.serve.answer.RankedCandidates;
import dev.obverse.serve.answer.SimilarItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one asks a model: recommendations, scores, likeness, order, and recommendations for somebody new. */
final class AskRoutes {
    private static final int DEFAULT_N = 10;

    private final ModelSlot models;
    private final Written written;
    private final Ids ids;
    private final Limits limits;

    AskRoutes(Services services, Limits limits) {
        this.models = services.models();
        this.written = new Written(services.titles());
        this.ids = new Ids(limits.idLength());
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/users/{id}/recommendations", Access.READ, List.of("n", "exclude_seen"), this::recommendations),
                Route.post("/v1/score", Access.READ, this::score),
                Route.get("/v1/items/{id}/similar", Access.READ, List.of("n"), this::similar),
                Route.post("/v1/rank", Access.READ, this::rank),
                Route.post("/v1/users/fold-in", Access.READ, this::foldIn));
    }

    private Answer recommendations(Call call) {
        String user = ids.check("the user", call.segment());
        int n = call.query().count("n", DEFAULT_N, limits.list());
        Boolean asked = call.query().flag("exclude_seen");
        return Answer.json(models.with(model -> {
            boolean excludeSeen = asked == null ? model.facts().hasHistory() : asked;
            return written.ranking(model.recommend(user, n, excludeSeen), model.facts().sha256());
        }));
    }

    private Answer similar(Call call) {
        String item = ids.check("the item", call.segment());
        int n = call.query().count("n", DEFAULT_N, limits.list());
        List<SimilarItem> similar = models.with(model -> model.similar(item, n))
                .orElseThrow(() -> Problem.notFound("the model does not know the item " + Problem.quoted(item)));
        return Answer.json(Json.write(json -> {
            json.writeStartObject();
            written.item(json, item);
            json.writeArrayPropertyStart("items");
            for (SimilarItem other : similar) {
                json.writeStartObject();
                written.item(json, other.item());
                Json.number(json, "cosine", other.cosine());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private Answer score(Call call) {
        List<Pair> pairs = new ArrayList<>();
        JsonBody.read(call.body(), ids, body -> {
            switch (body.key()) {
                case "pairs" -> pairs.addAll(body.list(limits.batch(), () -> pair(body)));
                default -> throw body.unknownKey("pairs");
            }
        }, "pairs");
        List<PairScore> scores = models.with(model -> model.score(pairs));
        return Answer.json(Json.write(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("scores");
            for (PairScore score : scores) {
                json.writeStartObject();
                json.writeStringProperty("user", score.user());
                json.writeStringProperty("item", score.item());
                Json.number(json, "logit", score.logit());
                Json.number(json, "probability", score.probability());
                json.writeBooleanProperty("known_user", score.knownUser());
                json.writeBooleanProperty("known_item", score.knownItem());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static Pair pair(JsonBody body) {
        String[] pair = {"", ""};
        body.object(field -> {
            switch (field.key()) {
                case "user" -> pair[0] = field.id();
                case "item" -> pair[1] = field.id();
                default -> throw field.unknownKey("user and item");
            }
        }, "user", "item");
        return new Pair(pair[0], pair[1]);
    }

    private Answer rank(Call call) {
        String[] user = {""};
        List<String> items = new ArrayList<>();
        JsonBody.read(call.body(), ids, body -> {
            switch (body.key()) {
                case "user" -> user[0] = body.id();
                case "items" -> items.addAll(body.list(limits.batch(), body::id));
                default -> throw body.unknownKey("user and items");
            }
        }, "user", "items");
        RankedCandidates ranked = models.with(model -> model.rank(user[0], items));
        return Answer.json(Json.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("user", ranked.user());
            json.writeBooleanProperty("known", ranked.known());
            json.writeArrayPropertyStart("items");
            for (Candidate candidate : ranked.items()) {
                written.candidate(json, candidate);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    /** What a request for fold-in says. */
    private static final class NewUser {
        @Nullable String user;
        final Map<String, Label> labels = new LinkedHashMap<>();
        int n = DEFAULT_N;
    }

    private Answer foldIn(Call call) {
        NewUser asked = new NewUser();
        JsonBody.read(call.body(), ids, body -> {
            switch (body.key()) {
                case "user" -> asked.user = body.id();
                case "labels" -> body.list(limits.batch(), () -> label(body, asked.labels));
                case "n" -> asked.n = body.count(limits.list());
                default -> throw body.unknownKey("user, labels and n");
            }
        }, "labels");
        return Answer.json(models.with(model ->
                written.ranking(model.foldIn(asked.user, asked.labels, asked.n), model.facts().sha256())));
    }

    private static String label(JsonBody body, Map<String, Label> labels) {
        String[] item = {""};
        Label[] label = {Label.UNLABELED};
        body.object(field -> {
            switch (field.key()) {
                case "item" -> item[0] = field.id();
                case "label" -> label[0] = field.word(List.of("positive", "negative")).equals("positive") ? Label.POSITIVE : Label.NEGATIVE;
                default -> throw field.unknownKey("item and label");
            }
        }, "item", "label");
        if (labels.put(item[0], label[0]) != null) {
            throw Problem.unusable("the item " + Problem.quoted(item[0]) + " is labelled twice; label it once");
        }
        return item[0];
    }
}
