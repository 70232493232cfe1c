package dev.obverse.serve.http;

import dev.obverse.serve.answer.CertainViews;
import dev.obverse.serve.answer.ModelSlot;
import dev.obverse.serve.answer.UserHistory;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** What one looks at: users, what a user has seen, what the model makes of unlabeled views, how it was trained. */
final class BrowseRoutes {
    private static final int DEFAULT_N = 20;

    private final ModelSlot models;
    private final Written written;
    private final Ids ids;
    private final Limits limits;

    BrowseRoutes(Services services, Limits limits) {
        this.models = services.models();
        this.written = new Written(services.titles());
        this.ids = new Ids(limits.idLength());
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/users", Access.READ, List.of("prefix", "n"), this::users),
                Route.get("/v1/users/{id}/history", Access.READ, List.of("n"), this::history),
                Route.get("/v1/annotations", Access.READ, List.of("n", "user"), this::annotations),
                Route.get("/v1/training", Access.READ, List.of(), this::training));
    }

    private Answer users(Call call) {
        String asked = call.query().text("prefix");
        String prefix = asked == null || asked.isEmpty() ? "" : ids.check("prefix", asked);
        int n = call.query().count("n", DEFAULT_N, limits.list());
        List<String> users = models.with(model -> model.users(prefix, n));
        return Answer.json(Json.write(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("users");
            users.forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private Answer history(Call call) {
        String user = ids.check("the user", call.segment());
        int n = call.query().count("n", limits.list(), limits.list());
        UserHistory history = models.with(model -> model.history(user));
        List<UserHistory.Row> newest = history.rows().subList(Math.max(0, history.rows().size() - n), history.rows().size()).reversed();
        return Answer.json(Json.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("user", user);
            json.writeBooleanProperty("known", history.known());
            json.writeNumberProperty("total", history.rows().size());
            json.writeArrayPropertyStart("rows");
            for (UserHistory.Row row : newest) {
                json.writeStartObject();
                written.item(json, row.item());
                json.writeStringProperty("label", row.label().name().toLowerCase(Locale.ROOT));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private Answer annotations(Call call) {
        String user = call.query().text("user");
        int n = call.query().count("n", DEFAULT_N, limits.list());
        if (user != null) {
            ids.check("user", user);
        }
        CertainViews views = models.with(model -> model.annotations(n, user));
        return Answer.json(Json.write(json -> {
            json.writeStartObject();
            json.writeNumberProperty("views", views.views());
            json.writeNumberProperty("considered", views.considered());
            views(json, "positive", views.positive());
            views(json, "negative", views.negative());
            json.writeEndObject();
        }));
    }

    private void views(JsonGenerator json, String name, List<CertainViews.View> views) {
        json.writeArrayPropertyStart(name);
        for (CertainViews.View view : views) {
            json.writeStartObject();
            json.writeStringProperty("user", view.user());
            written.item(json, view.item());
            Json.number(json, "logit", view.logit());
            Json.number(json, "probability", view.probability());
            Json.number(json, "positive_weight", view.positiveWeight());
            Json.number(json, "negative_weight", view.negativeWeight());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private Answer training(Call call) {
        return Answer.json(new RunRecords(models.with(model -> model.facts().file())).json());
    }
}
