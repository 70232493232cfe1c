package dev.obverse.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.serve.ServeConfig;
import dev.obverse.serve.Server;
import dev.obverse.serve.http.HttpSettings;
import dev.obverse.serve.http.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Chromium walks through the page: {@code src/test/browser/page.test.js} says along which ways. Pictures for a person to look at lie in
 * {@code target/page} afterwards.
 */
final class PageTest {
    private static final Path TESTS = Path.of("src/test/browser");
    private static final String READ = "a-token-that-may-read";
    private static final String FEEDBACK = "a-token-that-may-tell";

    @TempDir
    private Path folder;

    @Test
    void pageDoesWhatItPromises() throws Exception {
        Optional<NodeTests> tests = NodeTests.find(TESTS);
        Assumptions.assumeTrue(tests.isPresent(), "node, npm or chromium is not installed, so nobody has looked at the page");
        Path logs = Files.createDirectories(Path.of("target/page")).toAbsolutePath();
        NodeTests.Outcome installed = tests.get().install(logs.resolve("npm.log"));
        assertThat(installed.status()).as("npm ci\n%s", installed.output()).isZero();

        Path run = runDirectory();
        Path lonely = Files.createDirectories(folder.resolve("lonely")).resolve("model.safetensors");
        Files.copy(run, lonely);
        try (Server open = Server.start(config(run, "open-log"));
                Server guarded = Server.start(withTokens(config(lonely, "guarded-log")))) {
            NodeTests.Outcome outcome = tests.get().test(logs.resolve("node.log"), Map.of(
                    "OBVERSE_OPEN_URL", "http://127.0.0.1:" + open.port(),
                    "OBVERSE_OPEN_LOG", folder.resolve("open-log").toString(),
                    "OBVERSE_GUARDED_URL", "http://127.0.0.1:" + guarded.port(),
                    "OBVERSE_READ_TOKEN", READ,
                    "OBVERSE_FEEDBACK_TOKEN", FEEDBACK,
                    "OBVERSE_PICTURES", logs.toString()));
            assertThat(outcome.status()).as("the browser tests\n%s", outcome.output()).isZero();
        }
    }

    private ServeConfig config(Path model, String log) {
        HttpSettings http = HttpSettings.loopback(0).withAccessLog(folder.resolve(log + ".access"))
                .withLimits(Limits.defaults().withDrain(Duration.ZERO));
        return ServeConfig.of(model, 0).withTitles(TasteModel.titles()).withHttp(http).withLog(folder.resolve(log));
    }

    private ServeConfig withTokens(ServeConfig config) throws IOException {
        Path tokens = Files.write(folder.resolve("tokens"), List.of("read " + READ, "feedback " + FEEDBACK));
        return config.withHttp(config.http().withTokens(tokens));
    }

    /** A model beside the records of another run, of the Inverse Gradient on MovieLens: the page shows both and compares nothing. */
    private Path runDirectory() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        for (String name : List.of("census.json", "history.jsonl", "metrics.json")) {
            try (InputStream in = PageTest.class.getResourceAsStream("/page/run/" + name)) {
                Files.copy(Objects.requireNonNull(in, name), run.resolve(name));
            }
        }
        Path model = run.resolve("model.safetensors");
        TasteModel.write(model);
        return model;
    }
}
