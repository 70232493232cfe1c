package dev.obverse.serve.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * A request that is refused: a status and one sentence, sent as a problem document (RFC 9457). The type of a problem is its status
 * ({@code about:blank}), which is left out; so the title is the status's own.
 */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/problem+json");
    private static final int QUOTED = 60;

    private final transient Status status;
    private final transient List<Header> headers;

    Problem(Status status, String sentence, Header... headers) {
        super(sentence, null, false, false);
        this.status = status;
        this.headers = List.of(headers);
    }

    /** What cannot even be read: broken syntax. */
    static Problem unreadable(String sentence) {
        return new Problem(Status.BAD_REQUEST_400, sentence);
    }

    /** What can be read but not be done: a value out of range, a wrong type, an unknown name. */
    static Problem unusable(String sentence) {
        return new Problem(Status.UNPROCESSABLE_CONTENT_422, sentence);
    }

    static Problem notFound(String sentence) {
        return new Problem(Status.NOT_FOUND_404, sentence);
    }

    static Problem busy(String sentence) {
        return new Problem(Status.TOO_MANY_REQUESTS_429, sentence, HeaderValues.create(HeaderNames.RETRY_AFTER, "1"));
    }

    Status status() {
        return status;
    }

    Answer answer() {
        List<Header> all = new ArrayList<>(headers);
        all.add(JSON);
        return new Answer(status, document(status, String.valueOf(getMessage())), all);
    }

    /** The document itself. */
    static byte[] document(Status status, String sentence) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("title", status.reasonPhrase());
            json.writeNumberProperty("status", status.code());
            json.writeStringProperty("detail", sentence);
            json.writeEndObject();
        });
    }

    /** What a client sent, short enough and safe to be said back. */
    static String quoted(String text) {
        StringBuilder safe = new StringBuilder("'");
        int end = Math.min(text.length(), QUOTED);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            safe.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return safe.append(end < text.length() ? "...'" : "'").toString();
    }
}
