package dev.obverse.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.model.ModelFile;
import dev.obverse.serve.answer.AnswerSettings;
import dev.obverse.serve.answer.Pair;
import dev.obverse.serve.answer.RankedItem;
import dev.obverse.serve.answer.ServedModel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is answered is what the model says, digit for digit. */
final class AnswersTest {
    @TempDir private static Path folder;
    private static Running running;
    private static ServedModel model;

    @BeforeAll
    static void start() throws IOException {
        running = Running.in(folder);
        model = ServedModel.load(folder.resolve("model.safetensors"), KernelProviders.choose(), AnswerSettings.defaults());
    }

    @AfterAll
    static void stop() {
        model.close();
        running.close();
    }

    private static JsonNode ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        return Running.json(response);
    }

    private static List<String> items(JsonNode list) {
        List<String> items = new ArrayList<>();
        list.forEach(node -> items.add(node.get("item").asString()));
        return items;
    }

    @Test
    void recommendationsAreTheModelsWithTitlesWhereThereAreSome() {
        JsonNode answer = ok(running.get("/v1/users/u1/recommendations?n=100&exclude_seen=false"));
        List<RankedItem> expected = model.recommend("u1", 100, false).items();
        assertThat(items(answer.get("items"))).isEqualTo(expected.stream().map(RankedItem::item).toList()).hasSize(SmallModel.ITEMS);
        for (int i = 0; i < expected.size(); i++) {
            JsonNode item = answer.get("items").get(i);
            assertThat((float) item.get("logit").doubleValue()).isEqualTo(expected.get(i).logit());
            assertThat(item.get("probability").doubleValue()).isEqualTo(expected.get(i).probability());
            assertThat((float) item.get("score").doubleValue()).isEqualTo(expected.get(i).score());
            assertThat(item.has("title")).isEqualTo(List.of("i1", "i2").contains(expected.get(i).item()));
        }
        assertThat(answer.get("user").asString()).isEqualTo("u1");
        assertThat(answer.get("known").asBoolean()).isTrue();
        assertThat(answer.get("ranked_by").asString()).isEqualTo("like");
        assertThat(answer.get("model").asString()).isEqualTo(ModelFile.sha256(folder.resolve("model.safetensors")));
    }

    @Test
    void seenItemsAreLeftOutUnlessAskedFor() {
        List<String> seen = items(ok(running.get("/v1/users/u1/history")).get("rows"));
        List<String> offered = items(ok(running.get("/v1/users/u1/recommendations?n=100")).get("items"));
        assertThat(seen).isNotEmpty();
        assertThat(offered).doesNotContainAnyElementsOf(seen).hasSize(SmallModel.ITEMS - seen.size());
    }

    @Test
    void anUnknownUserGetsTheRankingOfStrangersAndIsToldSo() {
        JsonNode stranger = ok(running.get("/v1/users/nobody/recommendations?n=5"));
        JsonNode other = ok(running.get("/v1/users/%C3%A4%2Fb%20c/recommendations?n=5"));
        assertThat(stranger.get("known").asBoolean()).isFalse();
        assertThat(other.get("user").asString()).isEqualTo("ä/b c");
        assertThat(items(other.get("items"))).isEqualTo(items(stranger.get("items"))).hasSize(5);
    }

    @Test
    void scoresStandInTheOrderOfTheirPairs() {
        JsonNode scores = ok(running.post("/v1/score",
                "{\"pairs\":[{\"user\":\"u2\",\"item\":\"i3\"},{\"item\":\"i1\",\"user\":\"nobody\"},{\"user\":\"u2\",\"item\":\"new\"}]}")).get("scores");
        var expected = model.score(List.of(new Pair("u2", "i3"), new Pair("nobody", "i1"), new Pair("u2", "new")));
        for (int i = 0; i < 3; i++) {
            assertThat((float) scores.get(i).get("logit").doubleValue()).isEqualTo(expected.get(i).logit());
            assertThat(scores.get(i).get("known_user").asBoolean()).isEqualTo(i != 1);
            assertThat(scores.get(i).get("known_item").asBoolean()).isEqualTo(i != 2);
        }
    }

    @Test
    void anIdMayHoldTheSignThatStandsForWhatCannotBeDecoded() {
        HttpResponse<String> answer = running.post("/v1/score", "{\"pairs\":[{\"user\":\"\uFFFD\",\"item\":\"i1\"}]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(Running.json(answer).get("scores").get(0).get("user").asString()).isEqualTo("\uFFFD");
    }

    @Test
    void similarItemsAreNotTheItemItself() {
        assertThat(items(ok(running.get("/v1/items/i4/similar?n=7")).get("items"))).hasSize(7).doesNotContain("i4");
    }

    @Test
    void candidatesComeInOrderAndWithReasons() {
        JsonNode ranked = ok(running.post("/v1/rank", "{\"user\":\"u1\",\"items\":[\"i5\",\"i6\",\"i7\",\"never\"]}"));
        assertThat(items(ranked.get("items"))).containsExactlyInAnyOrder("i5", "i6", "i7", "never");
        List<Double> logits = new ArrayList<>();
        ranked.get("items").forEach(node -> logits.add(node.get("logit").doubleValue()));
        assertThat(logits).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(ranked.get("items").get(0).get("reason").get("user_labels").asInt()).isPositive();
    }

    @Test
    void aNewUserIsFoldedIn() {
        JsonNode answer = ok(running.post("/v1/users/fold-in",
                "{\"labels\":[{\"item\":\"i1\",\"label\":\"positive\"},{\"item\":\"i2\",\"label\":\"negative\"}],\"n\":3}"));
        assertThat(answer.get("user").isNull()).isTrue();
        assertThat(items(answer.get("items"))).hasSize(3).doesNotContain("i1", "i2");
    }

    @Test
    void usersAreFoundByTheBeginningOfTheirIds() {
        List<String> users = new ArrayList<>();
        ok(running.get("/v1/users?prefix=u2&n=4")).get("users").forEach(user -> users.add(user.asString()));
        assertThat(users).containsExactly("u2", "u20", "u21", "u22");
    }

    @Test
    void theMostCertainUnlabeledViewsAreShownBothWays() {
        JsonNode views = ok(running.get("/v1/annotations?n=3"));
        assertThat(views.get("positive")).hasSize(3);
        assertThat(views.get("negative")).hasSize(3);
        assertThat(views.get("positive").get(0).get("probability").doubleValue())
                .isGreaterThan(views.get("negative").get(0).get("probability").doubleValue());
    }

    @Test
    void theModelTellsWhatItIs() {
        JsonNode facts = ok(running.get("/v1/model"));
        assertThat(facts.get("users").asInt()).isEqualTo(SmallModel.USERS);
        assertThat(facts.get("backbone").asString()).isEqualTo("gmf");
        assertThat(facts.get("dim").asInt()).isEqualTo(8);
        assertThat(facts.get("metrics").get("valid").get("auc").doubleValue()).isEqualTo(0.75);
        assertThat(facts.get("provenance").get("label").asString()).isEqualTo("seed 1");
    }

    @Test
    void whatTheRunLeftIsShownAndWhatIsNoJsonIsNot() throws IOException {
        Files.writeString(folder.resolve("census.json"), "{\"rows\": 12}");
        Files.writeString(folder.resolve("history.jsonl"), "{\"epoch\":1}\n{\"epoch\":2}\n{\"epo");
        Files.writeString(folder.resolve("metrics.json"), "<html>");
        JsonNode training = ok(running.get("/v1/training"));
        assertThat(training.get("census").get("rows").asInt()).isEqualTo(12);
        assertThat(training.get("history")).hasSize(2);
        assertThat(training.get("metrics").isNull()).isTrue();
    }

    @Test
    void feedbackIsAcknowledgedOnceForEachKey() throws IOException {
        String body = "{\"rows\":[{\"user\":\"u1\",\"item\":\"i9\",\"feedback\":\"positive\"},{\"user\":\"ü\",\"item\":\"a,\\\"b\",\"feedback\":\"view\"}]}";
        assertThat(ok(running.post("/v1/feedback", body, "Idempotency-Key", "k1")).get("accepted").asInt()).isEqualTo(2);
        JsonNode again = ok(running.post("/v1/feedback", body, "Idempotency-Key", "k1"));
        assertThat(again.get("accepted").asInt()).isZero();
        assertThat(again.get("duplicate").asBoolean()).isTrue();
        assertThat(running.post("/v1/feedback", "{\"user\":\"u1\",\"item\":\"i9\",\"feedback\":\"view\"}", "Idempotency-Key", "k1").statusCode())
                .isEqualTo(422);
        assertThat(Files.readString(folder.resolve("feedback/feedback-000001.csv"))).contains("u1,i9,positive", "ü,\"a,\"\"b\",view");
    }

    @Test
    void statusCountsAndTimes() {
        ok(running.get("/v1/users/u1/recommendations"));
        JsonNode status = ok(running.get("/v1/status"));
        assertThat(status.get("requests").asLong()).isPositive();
        assertThat(status.get("retraining").isNull()).isTrue();
        assertThat(status.get("feedback").get("backlog").asLong()).isZero();
        JsonNode latency = status.get("latency").get("GET /v1/users/{id}/recommendations");
        assertThat(latency.get("p50_ms").doubleValue()).isPositive().isLessThanOrEqualTo(latency.get("p99_ms").doubleValue());
    }

    @Test
    void metricsAreThoseOfPrometheus() {
        running.get("/v1/users/u1/recommendations");
        String metrics = running.get("/metrics").body();
        assertThat(metrics).contains("obverse_http_requests_seconds_bucket{", "route=\"/v1/users/{id}/recommendations\",status=\"200\"", "le=\"0.01\"",
                "obverse_model_age_seconds ", "obverse_model_loads_total 1.0", "obverse_feedback_backlog 0.0", "obverse_feedback_rows_total ",
                "obverse_http_connections ");
    }

    @Test
    void theAccessLogHasALineOfJsonForEachRequestAndNoIds() throws IOException {
        running.get("/v1/users/u29/recommendations?n=2", "Authorization", "Bearer topsecrettoken");
        running.get("/nothing/here");
        List<String> lines = Files.readAllLines(folder.resolve("access.log"));
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("\"route\":\"/v1/users/{id}/recommendations\",\"status\":200,\"micros\":"))
                .anySatisfy(line -> assertThat(line).contains("\"method\":\"-\",\"route\":\"-\",\"status\":404"))
                .allSatisfy(line -> {
                    assertThat(line).doesNotContain("u29", "topsecret", "nothing");
                    assertThat(tools.jackson.databind.json.JsonMapper.shared().readTree(line).get("bytes").isNumber()).isTrue();
                });
    }
}
