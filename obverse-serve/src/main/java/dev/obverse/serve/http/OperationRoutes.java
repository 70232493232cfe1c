package dev.obverse.serve.http;

import dev.obverse.serve.feedback.Attempt;
import dev.obverse.serve.feedback.Comparison;
import dev.obverse.serve.feedback.FeedbackLog;
import dev.obverse.serve.feedback.LogStatus;
import dev.obverse.serve.feedback.RetrainingStatus;
import io.helidon.http.Status;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** For those who run the server: is it alive, is it ready, how is it doing. */
final class OperationRoutes {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Services services;
    private final Meters meters;
    private final Drain drain;
    private final long started = System.nanoTime();

    OperationRoutes(Services services, Meters meters, Drain drain) {
        this.services = services;
        this.meters = meters;
        this.drain = drain;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/status", Access.READ, List.of(), call -> status()),
                Route.get("/metrics", Access.READ, List.of(), call -> Answer.text(PROMETHEUS_TEXT, meters.prometheus())),
                Route.get("/health/live", Access.OPEN, List.of(), call -> health("up")),
                Route.get("/health/ready", Access.OPEN, List.of(), call -> ready()));
    }

    private Answer ready() {
        if (drain.draining()) {
            throw new Problem(Status.SERVICE_UNAVAILABLE_503, "the server is being stopped; ask another one");
        }
        return health("ready");
    }

    private static Answer health(String word) {
        return Answer.json(Json.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("status", word);
            json.writeEndObject();
        }));
    }

    private Answer status() {
        return Answer.json(Json.write(json -> {
            json.writeStartObject();
            json.writeNumberProperty("uptime_seconds", (System.nanoTime() - started) / 1_000_000_000);
            json.writeNumberProperty("requests", meters.requests());
            feedback(json, services.feedback());
            retraining(json, services.retraining());
            json.writeObjectPropertyStart("latency");
            meters.recent().forEach((route, latencies) -> {
                double[] millis = latencies.millis(0.5, 0.99);
                json.writeObjectPropertyStart(route);
                json.writeNumberProperty("count", latencies.count());
                Json.number(json, "p50_ms", millis[0]);
                Json.number(json, "p99_ms", millis[1]);
                json.writeEndObject();
            });
            json.writeEndObject();
            json.writeEndObject();
        }));
    }

    private static void feedback(JsonGenerator json, @Nullable FeedbackLog log) {
        if (log == null) {
            json.writeNullProperty("feedback");
            return;
        }
        LogStatus status = log.status();
        json.writeObjectPropertyStart("feedback");
        json.writeNumberProperty("rows", status.rows());
        json.writeNumberProperty("backlog", status.backlog());
        json.writeNumberProperty("files", status.files());
        json.writeNumberProperty("bytes", status.bytes());
        json.writeNumberProperty("accepted", status.accepted());
        json.writeNumberProperty("duplicates", status.duplicates());
        json.writeNumberProperty("failures", status.failures());
        Json.nullable(json, "fault", status.fault());
        json.writeEndObject();
    }

    private static void retraining(JsonGenerator json, @Nullable Supplier<RetrainingStatus> retraining) {
        if (retraining == null) {
            json.writeNullProperty("retraining");
            return;
        }
        RetrainingStatus status = retraining.get();
        json.writeObjectPropertyStart("retraining");
        json.writeStringProperty("schedule", status.schedule());
        json.writeBooleanProperty("running", status.running());
        json.writeNumberProperty("new_rows", status.newRows());
        Json.nullable(json, "due", status.due() == null ? null : status.due().toString());
        json.writeNumberProperty("accepted", status.accepted());
        json.writeNumberProperty("rejected", status.rejected());
        json.writeNumberProperty("skipped", status.skipped());
        json.writeNumberProperty("failed", status.failed());
        attempt(json, status.last());
        json.writeEndObject();
    }

    private static void attempt(JsonGenerator json, @Nullable Attempt last) {
        if (last == null) {
            json.writeNullProperty("last");
            return;
        }
        json.writeObjectPropertyStart("last");
        json.writeNumberProperty("number", last.number());
        json.writeStringProperty("outcome", last.outcome().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("reason", last.reason());
        json.writeStringProperty("started", last.started().toString());
        json.writeNumberProperty("seconds", last.seconds());
        json.writeNumberProperty("trained_rows", last.trainedRows());
        Comparison comparison = last.comparison();
        if (comparison == null) {
            json.writeNullProperty("comparison");
        } else {
            json.writeObjectPropertyStart("comparison");
            json.writeNumberProperty("rows", comparison.rows());
            json.writeNumberProperty("positives", comparison.positives());
            Json.number(json, "old_logloss", comparison.oldLogLoss());
            Json.number(json, "new_logloss", comparison.newLogLoss());
            Json.number(json, "old_auc", comparison.oldAuc());
            Json.number(json, "new_auc", comparison.newAuc());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
