package dev.obverse.serve.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/**
 * Answers for what never became a request, in Helidon's place: a request line, headers or framing that HTTP does not allow. Whatever Helidon makes
 * of it, the client is at fault.
 */
final class TransportProblems implements DirectHandler {
    private final Records records;

    private TransportProblems(Records records) {
        this.records = records;
    }

    static DirectHandlers handlers(Records records) {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType event : EventType.values()) {
            handlers.addHandler(event, new TransportProblems(records));
        }
        return handlers.build();
    }

    /** The problem of a status that Helidon found. */
    static Problem of(Status status) {
        return switch (status.code()) {
            case 408 -> new Problem(Status.REQUEST_TIMEOUT_408, "the request did not arrive in time; send it faster");
            case 413 -> new Problem(Status.REQUEST_ENTITY_TOO_LARGE_413, "the body is too long; send less at once");
            case 414 -> new Problem(Status.REQUEST_URI_TOO_LONG_414, "the request line is too long; shorten the address");
            case 505 -> Problem.unreadable("only HTTP/1.1 is spoken here; send the request in it");
            default -> Problem.unreadable("this is no well-formed HTTP/1.1 request: look at its request line, its headers and the length of its body");
        };
    }

    /** Helidon lets no such body through, and does not say that this is why. */
    private static boolean encoded(TransportRequest request, Status status) {
        return status.code() == Status.BAD_REQUEST_400.code() && request.headers().contains(HeaderNames.CONTENT_ENCODING);
    }

    @Override
    public TransportResponse handle(
            TransportRequest request, EventType event, Status status, ServerResponseHeaders ignored, @Nullable String message) {
        Problem problem = encoded(request, status)
                ? new Problem(Status.UNSUPPORTED_MEDIA_TYPE_415, "the body is encoded; send the body without Content-Encoding") : of(status);
        Answer answer = problem.answer();
        TransportResponse.Builder response = TransportResponse.builder().status(answer.status()).keepAlive(false);
        SecurityHeaders.ALL.forEach(response::header);
        answer.headers().forEach(response::header);
        response.header(HeaderValues.create(HeaderNames.CONNECTION, "close"));
        records.transport(answer.status().code(), answer.body().length);
        TimedConnection.current().lingerAtEnd();
        return response.entity(answer.body()).build();
    }
}
