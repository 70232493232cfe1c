package dev.obverse.serve.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Makes requests that mean harm: valid ones are broken in one way or another, or were never meant to be valid. */
final class Hostility {
    /** What the client does when it has sent its bytes. */
    enum Then {
        WAIT,
        HALF_CLOSE,
        VANISH
    }

    /** Bytes to send, and what to do then. */
    record Request(byte[] bytes, Then then) {}

    private static final List<String> PATHS = List.of("/v1/score", "/v1/rank", "/v1/users/fold-in", "/v1/feedback", "/v1/model");
    private static final List<String> BODIES = List.of(
            "{\"pairs\":[{\"user\":\"u1\",\"item\":\"i1\"},{\"user\":\"u2\",\"item\":\"i2\"}]}",
            "{\"user\":\"u1\",\"items\":[\"i1\",\"i2\",\"i3\"]}",
            "{\"labels\":[{\"item\":\"i1\",\"label\":\"positive\"}],\"n\":10}",
            "{\"user\":\"u1\",\"item\":\"i1\",\"feedback\":\"view\"}",
            "{\"file\":\"model.safetensors.bak\"}");
    private static final List<String> GETS = List.of("/v1/users/u1/recommendations?n=10", "/v1/items/i1/similar?n=5", "/v1/users?prefix=u&n=5", "/v1/model",
            "/v1/annotations?n=3", "/v1/users/u1/history", "/assets/main.js", "/", "/metrics", "/openapi.json", "/health/ready");
    private static final List<String> METHODS = List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "G\u00c4T", "", "A".repeat(300), "HEAD", "POST");
    private static final List<String> NUMBERS = List.of("1e999999", "-0", "9".repeat(39), "9".repeat(5000), "0x10", "1.0", "-1", "NaN", "Infinity", "1e-400", "00", "+1",
            "2147483648", "9223372036854775808", "null", "true", "\"5\"", "[]", "{}");
    private static final List<String> TYPES = List.of("text/plain", "application/xml", "", "application/json; charset=utf-16", "multipart/form-data; boundary=x", "a/b;c=\"");

    private final SplittableRandom random;

    Hostility(SplittableRandom random) {
        this.random = random;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    Request request() {
        int kind = random.nextInt(1000);
        // What makes the server wait takes time here too, so it is rare.
        if (kind < 4) {
            byte[] whole = post(any(PATHS), any(BODIES));
            return new Request(java.util.Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1)), Then.WAIT);
        }
        Then then = kind < 80 ? Then.VANISH : kind < 160 ? Then.HALF_CLOSE : Then.WAIT;
        byte[] bytes = bytes();
        if (then != Then.WAIT && random.nextBoolean()) {
            bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        }
        return new Request(bytes, then);
    }

    private byte[] bytes() {
        int which = random.nextInt(PATHS.size());
        String path = PATHS.get(which);
        String body = BODIES.get(which);
        return switch (random.nextInt(16)) {
            case 0 -> post(path, mutated(body));
            case 1 -> post(path, body.replaceFirst("\"[^\"]*\"(?=[,}\\]])|10", java.util.regex.Matcher.quoteReplacement(any(NUMBERS))));
            case 2 -> post(path, badUtf8(body));
            case 3 -> post(path, nested());
            case 4 -> text(any(METHODS) + " " + (random.nextBoolean() ? path : any(GETS)) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            case 5 -> head("POST " + path, "Content-Type: " + any(TYPES) + "\r\nContent-Length: " + body.length() + "\r\n", body);
            case 6 -> head("GET " + mutatedPath(any(GETS)), "", "");
            case 7 -> head("GET " + any(GETS), headerGarbage(), "");
            case 8 -> head("POST " + path, "Content-Type: application/json\r\n" + framing(body), body);
            case 9 -> noise();
            case 10 -> head("GET /" + "a".repeat(random.nextInt(12_000)), "", "");
            case 11 -> post(path, body.substring(0, random.nextInt(body.length())));
            case 12 -> post(path, body + body);
            case 13 -> text(any(List.of("GET / HTTP/9.9", "GET /", "GET", " ", "\r\n\r\n\r\n", "HELO me", "GET / HTTP/1.0", "\u0016\u0003\u0001\u0002")) + "\r\n\r\n");
            case 14 -> random.nextInt(10) == 0 ? post(path, " ".repeat((1 << 20) + 1)) : chunked(path, body);
            default -> random.nextBoolean() ? post(path, body) : head("GET " + any(GETS), "", "");
        };
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] head(String line, String headers, String body) {
        return text(line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body);
    }

    private static byte[] post(String path, String body) {
        return head("POST " + path, "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n", body);
    }

    private String mutated(String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0 && !mutated.isEmpty(); i--) {
            int at = random.nextInt(mutated.length());
            switch (random.nextInt(3)) {
                case 0 -> mutated.setCharAt(at, (char) random.nextInt(128));
                case 1 -> mutated.deleteCharAt(at);
                default -> mutated.insert(at, any(List.of("\"", "{", "]", ",", "\\u0000", "\\ud800", "\\x", "\u0001", "null", "//")));
            }
        }
        return mutated.toString();
    }

    private String badUtf8(String body) {
        int at = random.nextInt(body.length());
        return body.substring(0, at) + any(List.of("\u00ff", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00f5\u0080\u0080\u0080", "\u00e2\u0082")) + body.substring(at);
    }

    private String nested() {
        int depth = 1 + random.nextInt(50_000);
        return random.nextBoolean() ? "[".repeat(depth) : "{\"pairs\":".repeat(Math.min(depth, 20_000));
    }

    private String mutatedPath(String path) {
        int at = 1 + random.nextInt(path.length());
        String junk = any(List.of("%", "%zz", "%ff", "%00", "%2e%2e%2f", "/../", "?", "&&&", "#", "\\", "%ED%A0%80", ";a=b", "//", "\u00e4", "*", "{id}", "%252e", "?n=" + any(NUMBERS)));
        return path.substring(0, Math.min(at, path.length())) + junk + path.substring(Math.min(at, path.length()));
    }

    private String headerGarbage() {
        return any(List.of(
                "X: " + "y".repeat(random.nextInt(30_000)) + "\r\n",
                "X-A: b\r\n".repeat(random.nextInt(3_000)),
                "no colon\r\n",
                ": empty\r\n",
                "X\u0000Y: z\r\n",
                "X: \u0001\u0002\r\n",
                "Host: other\r\n",
                "Authorization: Bearer " + "t".repeat(random.nextInt(5_000)) + "\r\n",
                "Accept: " + "*/*,".repeat(500) + "\r\n",
                "Connection: upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n",
                " folded: x\r\n",
                "X: a\nY: b\r\n",
                "If-None-Match: \u00ff\r\n",
                "Idempotency-Key: " + "k".repeat(1 + random.nextInt(400)) + "\r\n"));
    }

    private String framing(String body) {
        return any(List.of(
                "Content-Length: -1\r\n",
                "Content-Length: " + "9".repeat(30) + "\r\n",
                "Content-Length: 9223372036854775807\r\n",
                "Content-Length: 2147483648\r\n",
                "Content-Length: x\r\n",
                "Content-Length: " + body.length() + "\r\nContent-Length: 1\r\n",
                "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: identity\r\n",
                "Content-Encoding: gzip\r\nContent-Length: " + body.length() + "\r\n",
                "Content-Length: 0\r\n",
                ""));
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(2000)];
        random.nextBytes(noise);
        // An end of line and of headers, so that nobody waits for one.
        System.arraycopy(text("\r\n\r\n"), 0, noise, Math.max(0, noise.length - 4), Math.min(4, noise.length));
        return noise;
    }

    private byte[] chunked(String path, String body) {
        String size = any(List.of(Integer.toHexString(body.length()), "ffffffffffffffff", "-1", "zz", "", "7fffffff", Integer.toHexString(body.length()) + ";ext=1"));
        return head("POST " + path, "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", size + "\r\n" + body + "\r\n0\r\n\r\n");
    }
}
