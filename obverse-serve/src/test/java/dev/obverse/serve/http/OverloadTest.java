package dev.obverse.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.serve.ServeConfig;
import dev.obverse.serve.feedback.LogSettings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What waits has an end: who comes on top is told to come again, and what waited is answered as ever. */
@Timeout(60)
final class OverloadTest {
    private static final String ROW = "{\"user\":\"u1\",\"item\":\"i1\",\"feedback\":\"view\"}";

    @Test
    void feedbackThatTheDiskCannotFollowIsToldToComeAgain(@TempDir Path folder) throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        LogSettings slow = LogSettings.DEFAULT.withBacklogRows(1).withClock(() -> {
            writing.countDown();
            await(free);
            return Instant.EPOCH;
        });
        try (Running running = Running.of(folder, config -> new ServeConfig(config.model(), config.answers(), config.titles(), config.http(),
                new ServeConfig.FeedbackPlan(folder.resolve("feedback"), slow, null)))) {
            CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> running.post("/v1/feedback", ROW));
            writing.await();
            HttpResponse<String> onTop = running.post("/v1/feedback", ROW);
            assertThat(onTop.statusCode()).as(onTop.body()).isEqualTo(429);
            assertThat(onTop.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(onTop.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
            assertThat(running.get("/metrics").body()).contains("obverse_feedback_backlog 1.0");
            free.countDown();
            assertThat(first.join().statusCode()).isEqualTo(200);
            assertThat(running.post("/v1/feedback", ROW).statusCode()).isEqualTo(200);
        } finally {
            free.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
