package dev.obverse.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.serve.ServeConfig;
import dev.obverse.serve.feedback.LogSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line for each request, whole and of one shape, whatever becomes of the disk and of the client. */
@Timeout(60)
final class AccessLogTest {
    private static final String LINE = "\\{\"time\":\"2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z\",\"method\":\"GET\","
            + "\"route\":\"/x\",\"status\":200,\"micros\":1,\"bytes\":[0-9]+}";
    private static final String FEEDBACK = "{\"user\":\"u1\",\"item\":\"i1\",\"feedback\":\"view\"}";

    @TempDir private Path folder;

    /** Takes so many bytes and, like a disk that is full, a part of what does not fit. */
    private static final class Disk extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int space;

        @Override
        public void write(int b) throws IOException {
            if (bytes.size() >= space) {
                throw new IOException("no space left");
            }
            bytes.write(b);
        }

        List<String> lines() {
            return bytes.toString(StandardCharsets.US_ASCII).lines().filter(line -> !line.isEmpty()).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-01T12:00:00Z", "2026-03-01T12:00:00.120Z", "2026-03-01T12:00:00.123456789Z"})
    void allTimesHaveOneShape(String time) {
        assertThat(AccessLog.line(Instant.parse(time), "GET", "/x", 200, 1000, 7).toString().strip()).matches(LINE);
    }

    @Test
    void whatDoesNotFitOnTheDiskIsDroppedAndTheNextLineIsWhole() {
        Disk disk = new Disk();
        disk.space = 250;
        try (AccessLog log = new AccessLog(disk)) {
            for (int line = 0; line < 10; line++) {
                log.write("GET", "/x", 200, 1000, line);
            }
            disk.space = Integer.MAX_VALUE;
            log.write("GET", "/x", 200, 1000, 77);
            log.write("GET", "/x", 200, 1000, 78);
        }
        List<String> whole = disk.lines().stream().filter(line -> line.matches(LINE)).toList();
        assertThat(disk.lines()).hasSize(whole.size() + 1);
        assertThat(whole.getLast()).endsWith("\"bytes\":78}");
        assertThat(whole.get(whole.size() - 2)).endsWith("\"bytes\":77}");
    }

    @Test
    void aRequestWhoseClientDidNotWaitForItsAnswerIsLoggedAndCounted() throws IOException, InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        LogSettings slow = LogSettings.DEFAULT.withClock(() -> {
            writing.countDown();
            awaitLatch(left);
            return Instant.now();
        });
        try (Running running = Running.of(folder, config -> new ServeConfig(config.model(), config.answers(), config.titles(), config.http(),
                new ServeConfig.FeedbackPlan(folder.resolve("feedback"), slow, null)))) {
            try (RawClient client = new RawClient(running.port())) {
                client.write("POST /v1/feedback HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " + FEEDBACK.length()
                        + "\r\n\r\n" + FEEDBACK);
                writing.await();
                // Ends the connection at once, instead of well.
                client.socket().setSoLinger(true, 0);
            }
            left.countDown();
            awaitLine("\"route\":\"/v1/feedback\",\"status\":200");
            assertThat(running.get("/metrics").body()).containsPattern("obverse_http_requests_seconds_count\\{.*/v1/feedback\",status=\"200\"} 1");
        }
    }

    @Test
    void aClientThatLeavesAmidItsRequestIsLogged() throws IOException, InterruptedException {
        try (Running running = Running.in(folder)) {
            String half = "POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
            try (RawClient client = new RawClient(running.port())) {
                client.write(half);
            }
            awaitLine("\"route\":\"/v1/score\",\"status\":499");
            try (RawClient client = new RawClient(running.port())) {
                client.write(half.replace("/v1/score", "/v1/rank").replace("100", "200"));
                client.socket().setSoLinger(true, 0);
                Thread.sleep(200);
            }
            awaitLine("\"route\":\"/v1/rank\",\"status\":499");
        }
    }

    @Test
    void aRequestThatDoesNotArriveInTimeIsLoggedOnce() throws IOException {
        try (Running running = Running.in(folder, http -> http.withLimits(http.limits().withPatience(Duration.ofMillis(300), Duration.ofSeconds(10))));
                RawClient client = new RawClient(running.port())) {
            client.write("POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
            assertThat(RawClient.status(client.answer())).isEqualTo(408);
            assertThat(client.ended()).isTrue();
        }
        assertThat(Files.readAllLines(folder.resolve("access.log"))).singleElement().asString().contains("\"status\":408");
    }

    private void awaitLine(String part) throws IOException, InterruptedException {
        while (!Files.readString(folder.resolve("access.log")).contains(part)) {
            Thread.sleep(10);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
