package dev.obverse.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.serve.answer.AnswerSettings;
import dev.obverse.serve.answer.ModelSlot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server asks itself before others do, and nobody notices. */
@Timeout(60)
final class HttpWarmUpTest {
    @TempDir
    private Path folder;

    @Test
    void itsRequestsGoToTheRoutesAndAreAnswered() {
        AtomicInteger scores = new AtomicInteger();
        AtomicInteger rankings = new AtomicInteger();
        try (ModelSlot models = models()) {
            int answered = new HttpWarmUp(List.of(
                    Route.post("/v1/score", Access.READ, call -> {
                        assertThat(call.body()).startsWith("{\"pairs\":[{\"user\":\"u").contains("\"item\":\"i");
                        return counted(scores);
                    }),
                    Route.get("/v1/users/{id}/recommendations", Access.READ, List.of("n"), call -> {
                        assertThat(call.segment()).startsWith("u");
                        return counted(rankings);
                    })), models).run();
            assertThat(answered).isPositive().isEqualTo(scores.get() + rankings.get());
            assertThat(scores.get()).isGreaterThan(rankings.get());
        }
    }

    @Test
    void theRoutesOfTheServerAnswerAllOfThem() {
        try (ModelSlot models = models()) {
            Services services = new Services(models, folder, models::swap, () -> 1, Map.of(), null, null);
            assertThat(new HttpWarmUp(new AskRoutes(services, Limits.defaults()).routes(), models).run()).isGreaterThanOrEqualTo(40);
        }
    }

    @Test
    void aRouteThatFailsEndsItAndNothingElse() {
        try (ModelSlot models = models()) {
            int answered = new HttpWarmUp(List.of(Route.post("/v1/score", Access.READ, call -> {
                throw Problem.busy("the server is busy");
            })), models).run();
            assertThat(answered).isZero();
        }
    }

    @Test
    void theServerNeitherCountsNorLogsThem() throws Exception {
        try (Running running = Running.in(folder)) {
            assertThat(Files.readString(folder.resolve("access.log"))).isEmpty();
            assertThat(Running.json(running.get("/v1/status")).get("requests").asLong()).isZero();
            assertThat(running.get("/metrics").body()).doesNotContain("/v1/score").doesNotContain("/v1/users/{id}/recommendations");
        }
    }

    private ModelSlot models() {
        Path file = folder.resolve("model.safetensors");
        SmallModel.write(file, 1, true);
        return ModelSlot.open(file, new ScalarKernels(), AnswerSettings.defaults());
    }

    private static Answer counted(AtomicInteger count) {
        return Answer.json(Integer.toString(count.incrementAndGet()).getBytes(StandardCharsets.US_ASCII));
    }
}
