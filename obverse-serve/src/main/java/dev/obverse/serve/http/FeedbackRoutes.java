package dev.obverse.serve.http;

import dev.obverse.serve.feedback.Feedback;
import dev.obverse.serve.feedback.FeedbackLog;
import dev.obverse.serve.feedback.Receipt;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What users said: acknowledged when it is on disk, and not before. */
final class FeedbackRoutes {
    private static final List<String> KINDS = List.of("positive", "negative", "view");

    private final @Nullable FeedbackLog log;
    private final Ids ids;
    private final Limits limits;

    FeedbackRoutes(Services services, Limits limits) {
        this.log = services.feedback();
        this.ids = new Ids(limits.idLength());
        this.limits = limits;
    }

    List<Route> routes() {
        return List.of(Route.post("/v1/feedback", Access.FEEDBACK, this::feedback));
    }

    private Answer feedback(Call call) {
        if (log == null) {
            throw new Problem(Status.CONFLICT_409, "this server keeps no feedback; start it with --log FOLDER");
        }
        Receipt receipt = log.append(rows(call.body()), key(call.idempotencyKeys()));
        return Answer.json(Json.write(json -> {
            json.writeStartObject();
            json.writeNumberProperty("accepted", receipt.accepted());
            json.writeBooleanProperty("duplicate", receipt.duplicate());
            json.writeEndObject();
        }));
    }

    /** Bytes outside of ASCII do not come through as they were sent: keys that differ in them alone would be the same, and feedback be lost. */
    private static @Nullable String key(List<String> keys) {
        if (keys.size() > 1) {
            throw Problem.unusable("there are " + keys.size() + " headers Idempotency-Key; give one");
        }
        String key = keys.isEmpty() ? null : keys.getFirst();
        if (key != null && !key.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw Problem.unusable("the Idempotency-Key has characters other than the printable ones of ASCII; give one of those alone");
        }
        return key;
    }

    /** One row, or a list of them under {@code rows}. */
    private List<Feedback> rows(String text) {
        List<Feedback> many = new ArrayList<>();
        Map<String, String> one = new TreeMap<>();
        boolean[] list = {false};
        JsonBody.read(text, ids, body -> {
            if (body.key().equals("rows")) {
                list[0] = true;
                many.addAll(body.list(limits.batch(), () -> row(body)));
            } else {
                field(body, one);
            }
        });
        if (list[0] && !one.isEmpty()) {
            throw Problem.unusable("the body has both rows and a row of its own; give either");
        }
        return list[0] ? many : List.of(row(one));
    }

    private static Feedback row(JsonBody body) {
        Map<String, String> row = new TreeMap<>();
        body.object(field -> field(field, row), "user", "item", "feedback");
        return row(row);
    }

    private static void field(JsonBody field, Map<String, String> row) {
        row.put(field.key(), switch (field.key()) {
            case "user", "item" -> field.id();
            case "feedback" -> field.word(KINDS);
            default -> throw field.unknownKey("user, item and feedback, or rows of them");
        });
    }

    private static Feedback row(Map<String, String> row) {
        return new Feedback(value(row, "user"), value(row, "item"), Feedback.Kind.of(value(row, "feedback")));
    }

    private static String value(Map<String, String> row, String name) {
        String value = row.get(name);
        if (value == null) {
            throw Problem.unusable("the body has no " + name + "; give it");
        }
        return value;
    }
}
