package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to end does so well, and one that is killed has lost nothing that it acknowledged. */
@Timeout(120)
final class ServeProcessTest {
    private static final int CLIENTS = 8;
    private static final int ENOUGH = 400;

    private static Path model(Path folder) {
        Path run = folder.resolve("run");
        Invocation.of(Views.train(Views.csv(folder.resolve("views.csv")), run)).succeeded();
        return run;
    }

    @Test
    void onSigtermItAnswersWhatIsUnderWaySaysThatItIsNotReadyAndExitsWithZero(@TempDir Path folder) throws Exception {
        try (ServedProcess server = ServedProcess.start(folder, "--model", model(folder).toString())) {
            List<Socket> underWay = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port);
                write(socket, "POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"pai");
                underWay.add(socket);
            }
            Thread.sleep(200);
            server.process.destroy();
            Thread.sleep(300);
            try (HttpClient client = HttpClient.newHttpClient()) {
                assertThat(client.send(request(server, "/health/ready").build(), HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(503);
                assertThat(client.send(request(server, "/health/live").build(), HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            }
            for (Socket socket : underWay) {
                write(socket, "rs\":[]}");
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close").endsWith("{\"scores\":[]}");
                socket.close();
            }
            assertThat(server.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.process.exitValue()).as(server.output()).isZero();
            assertThat(server.output()).doesNotContain("Exception").doesNotContain("ERROR");
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static HttpRequest.Builder request(ServedProcess server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port + path));
    }

    @Test
    void afterSigkillEveryAcknowledgedRowIsThere(@TempDir Path folder) throws Exception {
        Path run = model(folder);
        Path log = folder.resolve("feedback");
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        try (ServedProcess server = ServedProcess.start(folder, "--model", run.toString(), "--log", log.toString());
                HttpClient http = HttpClient.newHttpClient(); ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> posting = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                int client = c;
                posting.add(clients.submit(() -> post(http, server, client, acknowledged)));
            }
            while (acknowledged.size() < ENOUGH) {
                Thread.sleep(5);
            }
            server.process.destroyForcibly().waitFor();
            for (Future<?> client : posting) {
                client.get();
            }
        }
        // A server that starts again repairs the end of the log, and goes on with it.
        try (ServedProcess again = ServedProcess.start(folder, "--model", run.toString(), "--log", log.toString()); HttpClient http = HttpClient.newHttpClient()) {
            assertThat(http.send(feedback(again, "last", "i1"), HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
            acknowledged.add("last");
            again.process.destroy();
            assertThat(again.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(again.process.exitValue()).as(again.output()).isZero();
        }
        Set<String> kept = users(log);
        assertThat(acknowledged).hasSizeGreaterThan(ENOUGH);
        assertThat(kept).containsAll(acknowledged);
    }

    private static HttpRequest feedback(ServedProcess server, String user, String item) {
        return request(server, "/v1/feedback").header("Content-Type", "application/json").header("Idempotency-Key", "key-" + user)
                .POST(HttpRequest.BodyPublishers.ofString("{\"user\":\"" + user + "\",\"item\":\"" + item + "\",\"feedback\":\"view\"}")).build();
    }

    /** Posts until the server is gone. */
    private static void post(HttpClient http, ServedProcess server, int client, Set<String> acknowledged) {
        try {
            for (int i = 0; ; i++) {
                String user = "c" + client + "-" + i;
                HttpResponse<InputStream> response = http.send(feedback(server, user, "i1"), HttpResponse.BodyHandlers.ofInputStream());
                if (response.statusCode() == 200) {
                    acknowledged.add(user);
                }
                response.body().close();
            }
        } catch (IOException e) {
            // The server has been killed.
            return;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> users(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(file -> file.toString().endsWith(".csv")).flatMap(ServeProcessTest::lines).map(line -> line.split(",", -1)[1])
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
