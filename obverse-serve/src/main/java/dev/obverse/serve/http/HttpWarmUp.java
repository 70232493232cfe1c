package dev.obverse.serve.http;

import dev.obverse.serve.answer.ModelSlot;
import dev.obverse.serve.answer.RankedItem;
import io.helidon.webserver.WebServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Sends requests through sockets, HTTP, JSON and the model before anybody else does. In a fresh JVM the first ones take a hundred milliseconds and
 * more, and those that follow share the processor with the compiler. They go to a server of their own, on loopback, without TLS, of one token, and
 * nobody counts or logs its requests: so the real one need not tell them from a client's.
 */
final class HttpWarmUp {
    private static final System.Logger LOG = System.getLogger(HttpWarmUp.class.getName());
    private static final long MOST_NANOS = 1_000_000_000L;
    private static final int MOST_REQUESTS = 1000;
    /** On a slow machine it takes so many, however long they take. */
    private static final int LEAST_REQUESTS = 40;
    private static final int PATIENCE_MILLIS = 5000;
    private static final Duration GRACE = Duration.ofMillis(500);
    /** Of so many requests one, the first, goes over all items. */
    private static final int RANKING = 20;
    private static final int PAIRS = 100;
    /** Longer ids are left out: the routes refuse the longest, and a request line is not endless. */
    private static final int LONGEST_ID = 100;
    private static final String HOST = "127.0.0.1";
    private static final String LENGTH = "content-length:";

    private final List<Route> routes;
    private final ModelSlot models;
    private final String token = UUID.randomUUID().toString();

    /** Will ask some of these routes, which answer by that model. */
    HttpWarmUp(List<Route> routes, ModelSlot models) {
        this.routes = routes;
        this.models = models;
    }

    /**
     * Asks for about a second. What stands in its way is no reason not to serve.
     *
     * @return how many requests were answered as they should
     */
    int run() {
        long until = System.nanoTime() + MOST_NANOS;
        try {
            List<String> users = models.with(model -> model.users("", 1));
            return users.isEmpty() || users.get(0).length() > LONGEST_ID ? 0 : ask(users.get(0), until);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the server starts without having been warmed up", e);
            return 0;
        }
    }

    private int ask(String user, long until) throws IOException {
        Limits limits = Limits.defaults().withGrace(GRACE);
        Meters meters = new Meters();
        Records records = new Records(meters, AccessLog.none());
        Front front = new Front(new Routes(routes), Tokens.of(Access.READ, token), new HostGuard(HOST, false), new Bodies(limits), records,
                new Drain());
        try (Connections connections = new Connections(HttpServer.http1(), limits, () -> {})) {
            WebServer server = HttpServer.webServer(HttpSettings.loopback(0).withLimits(limits), connections, front, records).start();
            try {
                return ask(server.port(), until, score(user), recommendations(user));
            } finally {
                server.stop();
            }
        } finally {
            meters.close();
        }
    }

    private byte[] score(String user) {
        List<RankedItem> items = models.with(model -> model.recommend(user, PAIRS, false)).items();
        byte[] body = Json.write(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("pairs");
            items.stream().map(RankedItem::item).filter(id -> id.length() <= LONGEST_ID).forEach(id -> {
                json.writeStartObject();
                json.writeStringProperty("user", user);
                json.writeStringProperty("item", id);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        });
        return request("POST /v1/score", "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n",
                new String(body, StandardCharsets.UTF_8));
    }

    private byte[] recommendations(String user) {
        String segment = URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
        return request("GET /v1/users/" + segment + "/recommendations?n=" + PAIRS, "", "");
    }

    private byte[] request(String what, String headers, String body) {
        return (what + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n" + headers + "\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int ask(int port, long until, byte[] often, byte[] seldom) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral(HOST), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            int answered = 0;
            while (answered < LEAST_REQUESTS || (answered < MOST_REQUESTS && System.nanoTime() < until)) {
                socket.getOutputStream().write(answered % RANKING == 0 ? seldom : often);
                skipAnswer(in);
                answered++;
            }
            return answered;
        }
    }

    /** Knows just enough of HTTP to find the end of an answer. */
    private static void skipAnswer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("http/1.1 200")) {
            throw new IOException("its own request was answered with " + status);
        }
        long length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            length = header.startsWith(LENGTH) ? Long.parseLong(header.substring(LENGTH.length()).strip()) : length;
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("its own request was not answered");
            }
            line.append((char) c);
        }
        return line.toString().strip().toLowerCase(Locale.ROOT);
    }
}
