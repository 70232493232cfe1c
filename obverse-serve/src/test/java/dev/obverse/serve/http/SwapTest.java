package dev.obverse.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.model.ModelFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another model takes over while requests run, or does not, and nobody notices more than another answer. */
final class SwapTest {
    @Test
    void requestsThatRunDuringTwentySwapsAllSucceedAndEachIsAnsweredByOneModel(@TempDir Path folder) throws Exception {
        SmallModel.write(folder.resolve("model.safetensors"), 1, true);
        SmallModel.write(Files.createDirectories(folder.resolve("next")).resolve("model.safetensors"), 2, true);
        try (Running running = Running.in(folder); ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<String, String> answers = new ConcurrentHashMap<>();
            AtomicBoolean done = new AtomicBoolean();
            List<Future<Integer>> asking = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                asking.add(clients.submit(() -> ask(running, answers, done)));
            }
            for (int swap = 0; swap < 20; swap++) {
                String name = swap % 2 == 0 ? "next/model.safetensors" : "model.safetensors";
                HttpResponse<String> response = running.post("/v1/model", "{\"file\":\"" + name + "\"}");
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(Running.json(response).get("sha256").asString()).isEqualTo(ModelFile.sha256(folder.resolve(name)));
            }
            done.set(true);
            for (Future<Integer> client : asking) {
                assertThat(client.get()).isPositive();
            }
            assertThat(answers).as("one answer of each model").hasSize(2);
            assertThat(running.get("/metrics").body()).contains("obverse_model_loads_total 21.0");
        }
    }

    private static int ask(Running running, Map<String, String> answers, AtomicBoolean done) {
        int asked = 0;
        while (!done.get()) {
            HttpResponse<String> response = running.get("/v1/users/u1/recommendations?n=30");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            String before = answers.putIfAbsent(Running.json(response).get("model").asString(), response.body());
            assertThat(before == null || before.equals(response.body())).as("answers of one model are alike").isTrue();
            asked++;
        }
        return asked;
    }

    @Test
    void aBadFileLeavesTheOldModelInPlace(@TempDir Path folder) throws IOException {
        try (Running running = Running.in(folder)) {
            String before = running.get("/v1/users/u1/recommendations").body();
            Files.writeString(folder.resolve("empty.safetensors"), "");
            Files.writeString(folder.resolve("junk.safetensors"), "this is no model".repeat(100));
            Path torn = Files.copy(folder.resolve("model.safetensors"), folder.resolve("torn.safetensors"));
            try (RandomAccessFile file = new RandomAccessFile(torn.toFile(), "rw")) {
                file.seek(file.length() - 9);
                file.write(file.read() ^ 0x40);
            }
            for (String name : new String[] {"empty", "junk", "torn"}) {
                HttpResponse<String> response = running.post("/v1/model", "{\"file\":\"" + name + ".safetensors\"}");
                assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
                assertThat(Running.json(response).get("detail").asString()).contains(name + ".safetensors").doesNotContain("Exception");
            }
            assertThat(running.get("/v1/users/u1/recommendations").body()).isEqualTo(before);
        }
    }

    @Test
    void withoutItsHistoryAModelStillRecommendsAndSaysWhatItCannot(@TempDir Path folder) throws IOException {
        SmallModel.write(folder.resolve("model.safetensors"), 1, false);
        try (Running running = Running.of(folder, config -> config)) {
            assertThat(running.get("/v1/users/u1/recommendations").statusCode()).isEqualTo(200);
            for (String path : new String[] {"/v1/users/u1/recommendations?exclude_seen=true", "/v1/users/u1/history", "/v1/annotations"}) {
                HttpResponse<String> response = running.get(path);
                assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
                assertThat(response.body()).contains("--no-history");
            }
            HttpResponse<String> feedback = running.post("/v1/feedback", "{\"user\":\"u1\",\"item\":\"i1\",\"feedback\":\"view\"}");
            assertThat(feedback.statusCode()).isEqualTo(409);
            assertThat(feedback.body()).contains("start it with --log");
        }
    }
}
