package dev.obverse.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the server treats clients that are slow, stay, ask first, or want the head alone. */
@Timeout(60)
final class PatienceTest {
    @TempDir private static Path folder;
    private static Running running;

    @BeforeAll
    static void start() throws IOException {
        running = Running.in(folder, http -> http.withLimits(http.limits().withPatience(Duration.ofMillis(600), Duration.ofMillis(1500))
                .withResponse(Duration.ofMillis(600))));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/mo", "GET /v1/model HTTP/1.1\r\nHost: loc", "POST /v1/score HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"pai"})
    void aRequestThatDoesNotArriveInTimeIsAnsweredWith408(String begun) throws IOException {
        try (RawClient client = new RawClient(running.port())) {
            client.write(begun);
            String answer = client.answer();
            assertThat(RawClient.status(answer)).as(answer).isEqualTo(408);
            assertThat(answer).contains("application/problem+json", "did not arrive in time");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void dripsDoNotKeepARequestAlive() throws IOException, InterruptedException {
        try (RawClient client = new RawClient(running.port())) {
            client.write("POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n");
            CompletableFuture<Void> drips = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 60; i++) {
                        client.write(" ");
                        Thread.sleep(50);
                    }
                } catch (IOException | InterruptedException e) {
                    return;
                }
            });
            // The end may come as a reset, for drips are still on their way.
            assertThat(client.answerOrReset()).satisfiesAnyOf(answer -> assertThat(answer).isEmpty(), answer -> assertThat(answer).contains(" 408 "));
            drips.join();
        }
    }

    @Test
    void aConnectionWithoutARequestEnds() throws IOException {
        try (RawClient client = new RawClient(running.port())) {
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void aClientThatDoesNotTakeItsAnswersIsCutOff() throws IOException, InterruptedException {
        try (RawClient client = new RawClient(running.port())) {
            String request = "GET /v1/users/u1/recommendations?n=80&exclude_seen=false HTTP/1.1\r\nHost: localhost\r\nX-Filler: " + "x".repeat(900) + "\r\n\r\n";
            byte[] requests = request.repeat(200).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            CompletableFuture<Boolean> refused = CompletableFuture.supplyAsync(() -> {
                try {
                    for (int i = 0; i < 200; i++) {
                        client.write(requests);
                    }
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
            assertThat(refused.join()).as("the server hangs up while the client sends and never reads").isTrue();
        }
        assertThat(running.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aConnectionStaysOpenForMoreRequests() throws IOException {
        try (RawClient client = new RawClient(running.port())) {
            for (int i = 0; i < 3; i++) {
                client.write("POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"pairs\":[]}");
                assertThat(client.answer()).startsWith("HTTP/1.1 200").endsWith("{\"scores\":[]}");
                client.write("POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
                assertThat(client.answer()).startsWith("HTTP/1.1 422");
            }
        }
    }

    @Test
    void requestsThatComeTogetherAreAnsweredInOrder() throws IOException {
        try (RawClient client = new RawClient(running.port())) {
            String form = "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n";
            client.write(form.formatted("/health/live") + form.formatted("/nothing") + form.formatted("/health/ready"));
            assertThat(client.answer()).startsWith("HTTP/1.1 200").contains("up");
            assertThat(client.answer()).startsWith("HTTP/1.1 404");
            assertThat(client.answer()).startsWith("HTTP/1.1 200").contains("ready");
        }
    }

    @Test
    void aClientThatSaysCloseIsHungUpOnBehindItsAnswer() throws IOException {
        try (RawClient client = new RawClient(running.port())) {
            client.write("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(client.answer()).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws IOException {
        try (RawClient client = new RawClient(running.port())) {
            client.write("HEAD /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 15").containsIgnoringCase("application/json");
            client.write("HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 404");
            client.write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.answer()).startsWith("HTTP/1.1 200").endsWith("{\"status\":\"up\"}");
        }
    }

    @Test
    void aBodyIsAskedForOnlyIfItWillBeRead() throws IOException {
        String head = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 12\r\n\r\n";
        try (RawClient client = new RawClient(running.port())) {
            client.write("POST /v1/score" + head);
            assertThat(client.head()).startsWith("HTTP/1.1 100");
            client.write("{\"pairs\":[]}");
            assertThat(client.answer()).startsWith("HTTP/1.1 200");
        }
        try (RawClient client = new RawClient(running.port())) {
            client.write("POST /v1/nothing" + head);
            assertThat(client.answer()).startsWith("HTTP/1.1 404");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void assetsAreNotSentTwice() {
        var first = running.get("/");
        assertThat(first.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(running.get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(running.get("/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    }
}
