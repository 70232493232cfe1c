package dev.obverse.serve.http;

import dev.obverse.core.rank.Weighting;
import dev.obverse.serve.answer.Candidate;
import dev.obverse.serve.answer.RankedItem;
import dev.obverse.serve.answer.Ranking;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** How what the model says looks as JSON, where several routes say it. */
final class Written {
    private final Map<String, String> titles;

    Written(Map<String, String> titles) {
        this.titles = titles;
    }

    /** Writes an item's id, and its title if it has one. */
    void item(JsonGenerator json, String item) {
        json.writeStringProperty("item", item);
        String title = titles.get(item);
        if (title != null) {
            json.writeStringProperty("title", title);
        }
    }

    static String weighting(Weighting weighting) {
        return weighting.name().toLowerCase(Locale.ROOT);
    }

    /** Writes a ranking as an object. */
    byte[] ranking(Ranking ranking, String sha256) {
        return Json.write(json -> {
            json.writeStartObject();
            Json.nullable(json, "user", ranking.user());
            json.writeBooleanProperty("known", ranking.known());
            json.writeStringProperty("ranked_by", weighting(ranking.rankedBy()));
            json.writeStringProperty("model", sha256);
            json.writeArrayPropertyStart("items");
            for (RankedItem item : ranking.items()) {
                json.writeStartObject();
                item(json, item.item());
                Json.number(json, "logit", item.logit());
                Json.number(json, "probability", item.probability());
                Json.number(json, "score", item.score());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** Writes a candidate as an object. */
    void candidate(JsonGenerator json, Candidate candidate) {
        json.writeStartObject();
        item(json, candidate.item());
        json.writeBooleanProperty("known", candidate.known());
        Json.number(json, "logit", candidate.logit());
        Json.number(json, "probability", candidate.probability());
        Candidate.Why why = candidate.reason();
        if (why == null) {
            json.writeNullProperty("reason");
        } else {
            json.writeObjectPropertyStart("reason");
            Json.number(json, "user_rate", why.userRate());
            json.writeNumberProperty("user_labels", why.userLabels());
            Json.number(json, "item_rate", why.itemRate());
            json.writeNumberProperty("item_labels", why.itemLabels());
            json.writeArrayPropertyStart("closest");
            for (Candidate.Closest closest : why.closest()) {
                json.writeStartObject();
                item(json, closest.item());
                json.writeBooleanProperty("liked", closest.liked());
                Json.number(json, "cosine", closest.cosine());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
