package dev.obverse.serve.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the bodies of requests: none longer than Helidon allows, all of them together not too much, all of them UTF-8 and said to be JSON. */
final class Bodies {
    private static final int CHUNK = 8192;

    private final long together;
    private final AtomicLong held = new AtomicLong();

    Bodies(Limits limits) {
        this.together = limits.bodiesBytes();
    }

    /**
     * Says whether a request has a body, after its framing has been checked: two lengths, or a length beside chunks, are how requests are
     * smuggled past a proxy.
     */
    static boolean present(ServerRequest request) {
        ServerRequestHeaders headers = request.headers();
        boolean chunked = headers.contains(HeaderNames.TRANSFER_ENCODING);
        if (chunked && (headers.contains(HeaderNames.CONTENT_LENGTH) || !headers.contains(HeaderValues.TRANSFER_ENCODING_CHUNKED)
                || headers.get(HeaderNames.TRANSFER_ENCODING).valueCount() != 1)) {
            throw Problem.unreadable("the body is sent in a way that is not understood; give its Content-Length, or chunks alone");
        }
        if (!headers.contains(HeaderNames.CONTENT_LENGTH)) {
            return chunked;
        }
        String length = headers.get(HeaderNames.CONTENT_LENGTH).get();
        if (headers.get(HeaderNames.CONTENT_LENGTH).valueCount() != 1 || !length.matches("[0-9]{1,18}")) {
            throw Problem.unreadable("the Content-Length is not one whole number; give the bytes of the body");
        }
        return Long.parseLong(length) > 0;
    }

    /** Refuses what is not said to be JSON. */
    static void requireJson(ServerRequest request) {
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("").strip().toLowerCase(Locale.ROOT);
        String[] parts = type.split(";", 2);
        boolean utf8 = parts.length == 1 || !parts[1].contains("charset") || parts[1].contains("utf-8");
        if (!parts[0].strip().equals("application/json") || !utf8) {
            throw new Problem(Status.UNSUPPORTED_MEDIA_TYPE_415, "the body must be JSON in UTF-8; send it with Content-Type: application/json");
        }
    }

    /** Reads the body of a request that has one. The stream is not closed, for that would read what is left of a body that is refused. */
    String read(ServerRequest request) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        InputStream in = request.content().inputStream();
        long holds = 0;
        try {
            byte[] chunk = new byte[CHUNK];
            for (int n = next(in, chunk); n >= 0; n = next(in, chunk)) {
                boolean fits = hold(holds, n);
                holds = fits ? holds + n : 0;
                if (!fits) {
                    throw Problem.busy("the server holds too many bodies at the moment; send this again in a second");
                }
                body.write(chunk, 0, n);
            }
            return text(body);
        } catch (CharacterCodingException e) {
            throw Problem.unreadable("the body is not UTF-8");
        } finally {
            held.addAndGet(-holds);
        }
    }

    private static String text(ByteArrayOutputStream utf8) throws CharacterCodingException {
        String text = utf8.toString(StandardCharsets.UTF_8);
        // Stands for what is not UTF-8, or for itself: only a decoder that refuses, and takes longer, tells the one from the other.
        return text.indexOf('\uFFFD') < 0 ? text : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8.toByteArray())).toString();
    }

    /**
     * Makes room for the next bytes of a body, and says whether there was any. Where there is none, all that the body has is given back in the
     * same step, so that bodies which meet at the limit are not all refused: what the first gives up, the next may have.
     */
    private boolean hold(long holds, int more) {
        return held.getAndUpdate(all -> all + more > together ? all - holds : all + more) + more <= together;
    }

    private static int next(InputStream in, byte[] chunk) {
        try {
            return in.read(chunk);
        } catch (CloseConnectionException | RequestException e) {
            throw e;
        } catch (DataReader.InsufficientDataAvailableException | UncheckedIOException | IOException e) {
            throw new CloseConnectionException("the client left before its request was whole", e);
        } catch (RuntimeException e) {
            // Helidon's, of a chunk whose length is none.
            throw Problem.unreadable("the body is sent in chunks that are not well-formed");
        }
    }
}
