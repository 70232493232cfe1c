package dev.obverse.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are more together than the server holds at once. */
@Timeout(60)
final class BodiesTogetherTest {
    private static final String BEGUN = "POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 900012\r\n\r\n" + " ".repeat(900_000);
    private static final String REST = "{\"pairs\":[]}";

    @TempDir private static Path folder;
    private static Running running;

    @BeforeAll
    static void start() throws IOException {
        running = Running.in(folder, http -> http.withLimits(http.limits().withBodies(1_500_000)));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @RepeatedTest(20)
    void ofTwoThatMeetAtTheLimitOneIsRefusedAndTheOtherAnswered() throws IOException {
        try (RawClient one = new RawClient(running.port()); RawClient two = new RawClient(running.port())) {
            Exchange first = Exchange.begun(one);
            Exchange second = Exchange.begun(two);
            CompletableFuture.anyOf(first.status, second.status).join();
            boolean firstRefused = first.status.isDone();
            Exchange refused = firstRefused ? first : second;
            Exchange kept = firstRefused ? second : first;
            assertThat(refused.status.join()).isEqualTo(429);
            kept.sent.join();
            kept.client.write(REST);
            assertThat(kept.status.join()).isEqualTo(200);
        }
    }

    /** A request of which all but the end has been sent, or is being sent, and its answer. */
    private record Exchange(RawClient client, CompletableFuture<Void> sent, CompletableFuture<Integer> status) {
        static Exchange begun(RawClient client) {
            return new Exchange(client, CompletableFuture.runAsync(() -> write(client), Thread::startVirtualThread),
                    CompletableFuture.supplyAsync(() -> status(client), Thread::startVirtualThread));
        }

        private static void write(RawClient client) {
            try {
                client.write(BEGUN);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int status(RawClient client) {
            try {
                return RawClient.status(client.answer());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
