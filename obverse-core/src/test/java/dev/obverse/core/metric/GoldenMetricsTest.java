package dev.obverse.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metrics against an independent float64 implementation. */
class GoldenMetricsTest {
    static Stream<JsonNode> cases() throws Exception {
        try (InputStream golden = GoldenMetricsTest.class.getResourceAsStream("/golden/metrics.json")) {
            JsonNode cases = JsonMapper.shared().readTree(Objects.requireNonNull(golden)).get("cases");
            return StreamSupport.stream(cases.spliterator(), false);
        }
    }

    @ParameterizedTest(name = "case {index}")
    @MethodSource("cases")
    void everyMetricMeetsTheGoldenValue(JsonNode golden) {
        int rows = golden.get("logits").size();
        int[] users = new int[rows];
        boolean[] positive = new boolean[rows];
        double[] logits = new double[rows];
        for (int row = 0; row < rows; row++) {
            users[row] = golden.get("users").get(row).asInt();
            positive[row] = golden.get("labels").get(row).asInt() == 1;
            logits[row] = golden.get("logits").get(row).asDouble();
        }

        Metrics metrics = Evaluation.of(users, positive, logits);

        JsonNode expected = golden.get("expected");
        for (Metric metric : Metric.values()) {
            assertThat(metrics.get(metric))
                    .as(metric.publicName())
                    .isCloseTo(expected.get(metric.publicName()).asDouble(), within(1e-9));
        }
        assertThat(metrics.usersWithBothLabels()).isEqualTo(expected.get("users_with_both_labels").asInt());
        assertThat(metrics.rows()).isEqualTo(rows);
    }
}
