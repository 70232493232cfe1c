package dev.obverse.serve.http;

import dev.obverse.serve.ServeConfig;
import dev.obverse.serve.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server on a free port over a small model in a folder, and a client of it. */
final class Running implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Path folder;
    final Server server;
    final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Running(Path folder, Server server) {
        this.folder = folder;
        this.server = server;
    }

    /** Starts a server with titles and a feedback log. */
    static Running in(Path folder) throws IOException {
        return in(folder, UnaryOperator.identity());
    }

    /** Starts a server whose settings are those, changed. */
    static Running in(Path folder, UnaryOperator<HttpSettings> change) throws IOException {
        return of(folder, config -> config.withHttp(change.apply(config.http())).withLog(folder.resolve("feedback")));
    }

    /** Starts a server whose whole configuration is the usual one, changed. */
    static Running of(Path folder, UnaryOperator<ServeConfig> change) throws IOException {
        Path model = folder.resolve("model.safetensors");
        if (!Files.exists(model)) {
            SmallModel.write(model, 1, true);
        }
        ServeConfig config = ServeConfig.of(model, 0).withTitles(java.util.Map.of("i1", "The First \"One\"", "i2", "Zwei"));
        HttpSettings http = config.http().withAccessLog(folder.resolve("access.log")).withLimits(Limits.defaults().withDrain(Duration.ofMillis(50)));
        return new Running(folder, Server.start(change.apply(config.withHttp(http))));
    }

    int port() {
        return server.port();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
