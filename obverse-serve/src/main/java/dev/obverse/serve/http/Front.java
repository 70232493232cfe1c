package dev.obverse.serve.http;

import dev.obverse.core.InvalidInputException;
import dev.obverse.serve.answer.OverloadedException;
import dev.obverse.serve.feedback.BacklogFullException;
import dev.obverse.serve.feedback.FeedbackNotStoredException;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every request goes through, in this order: framing, host, route, token, body; then its route; then the headers that all answers have,
 * the count and the log. Whatever goes wrong on the way becomes a {@link Problem}; only a fault of the server itself is one of status 500, and
 * it is logged with its trace and told without.
 */
final class Front implements Handler {
    private static final System.Logger LOG = System.getLogger(Front.class.getName());
    /** What logs know as the status of a request whose client did not wait for an answer. */
    private static final int CLIENT_LEFT = 499;
    private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");

    private final Routes routes;
    private final Tokens tokens;
    private final HostGuard hosts;
    private final Bodies bodies;
    private final Records records;
    private final Drain drain;

    Front(Routes routes, Tokens tokens, HostGuard hosts, Bodies bodies, Records records, Drain drain) {
        this.routes = routes;
        this.tokens = tokens;
        this.hosts = hosts;
        this.bodies = bodies;
        this.records = records;
        this.drain = drain;
    }

    /** What has become known of a request so far. */
    private static final class Progress {
        final long started = System.nanoTime();
        String method = "-";
        String route = "-";
        boolean unread;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        Progress progress = new Progress();
        drain.begin();
        try {
            Answer answer = answer(request, progress);
            boolean close = progress.unread || drain.draining() || request.headers().contains(HeaderValues.CONNECTION_CLOSE);
            TimedConnection.current().writing();
            try {
                send(request, response, answer, close);
            } finally {
                // Also of a client that has left: what it asked for has been done, and its feedback is on disk.
                record(progress, answer.status().code(), answer.body().length);
            }
            if (close) {
                if (progress.unread) {
                    TimedConnection.current().lingerAtEnd();
                }
                throw new CloseConnectionException("the answer said so");
            }
        } finally {
            drain.end();
        }
    }

    private void record(Progress progress, int status, long bytes) {
        records.request(progress.method, progress.route, status, System.nanoTime() - progress.started, bytes);
    }

    private Answer answer(ServerRequest request, Progress progress) {
        try {
            return routed(request, progress);
        } catch (Problem problem) {
            return problem.answer();
        } catch (CloseConnectionException e) {
            if (!TimedConnection.current().cut()) {
                record(progress, CLIENT_LEFT, 0);
            }
            throw e;
        } catch (RequestException e) {
            // Helidon's own, while the body was being read: a broken chunk, or too many bytes.
            progress.unread = true;
            return TransportProblems.of(e.status()).answer();
        } catch (OverloadedException | BacklogFullException e) {
            return Problem.busy(sentence(e)).answer();
        } catch (FeedbackNotStoredException e) {
            // Logged where it happened, once for all calls that it happened to.
            return new Problem(Status.SERVICE_UNAVAILABLE_503, sentence(e)).answer();
        } catch (InvalidInputException e) {
            return Problem.unusable(sentence(e)).answer();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.log(System.Logger.Level.ERROR, "a request to " + progress.route + " failed", e);
            return new Problem(Status.INTERNAL_SERVER_ERROR_500, "the server failed at this; its log says why").answer();
        }
    }

    private static String sentence(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }

    private Answer routed(ServerRequest request, Progress progress) {
        progress.unread = true;
        progress.unread = Bodies.present(request);
        String method = request.prologue().method().text();
        hosts.check(request.headers().first(HeaderNames.HOST).orElse(""));
        Routes.Match match = routes.find(method, request.prologue().uriPath().rawPath());
        Route route = match.route();
        progress.method = method;
        progress.route = route.template();
        tokens.require(route.access(), header(request, HeaderNames.AUTHORIZATION));
        Query query = Query.parse(request.prologue().query().rawValue(), route.parameters());
        String body = "";
        if (route.takesBody()) {
            Bodies.requireJson(request);
            body = progress.unread ? bodies.read(request) : "";
            progress.unread = false;
        }
        TimedConnection.current().answering();
        List<String> keys = request.headers().all(IDEMPOTENCY_KEY, List::of);
        return route.handler().answer(new Call(match.segment(), query, body, keys, header(request, HeaderNames.IF_NONE_MATCH)));
    }

    private static @Nullable String header(ServerRequest request, HeaderName name) {
        return request.headers().first(name).orElse(null);
    }

    private static void send(ServerRequest request, ServerResponse response, Answer answer, boolean close) {
        response.status(answer.status());
        SecurityHeaders.ALL.forEach(response::header);
        for (Header header : answer.headers()) {
            response.header(header);
        }
        if (close) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (request.prologue().method().text().equals("HEAD")) {
            response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, Integer.toString(answer.body().length)));
        }
        try {
            response.send(request.prologue().method().text().equals("HEAD") ? new byte[0] : answer.body());
        } catch (UncheckedIOException e) {
            throw new CloseConnectionException("the client did not take its answer", e);
        }
    }
}
