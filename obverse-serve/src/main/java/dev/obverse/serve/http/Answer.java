package dev.obverse.serve.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is sent back: a status, a body, its type, and headers beside those that every answer has. */
final class Answer {
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");

    private final Status status;
    private final byte[] body;
    private final List<Header> headers;

    Answer(Status status, byte[] body, List<Header> headers) {
        this.status = status;
        this.body = body;
        this.headers = headers;
    }

    /** An answer of 200 in JSON. */
    static Answer json(byte[] body) {
        return new Answer(Status.OK_200, body, List.of(JSON));
    }

    /** An answer of 200 in a text format. */
    static Answer text(String type, String body) {
        return new Answer(Status.OK_200, body.getBytes(StandardCharsets.UTF_8), List.of(HeaderValues.create(HeaderNames.CONTENT_TYPE, type)));
    }

    Status status() {
        return status;
    }

    /** The body; not to be changed. */
    byte[] body() {
        return body;
    }

    List<Header> headers() {
        return headers;
    }
}
