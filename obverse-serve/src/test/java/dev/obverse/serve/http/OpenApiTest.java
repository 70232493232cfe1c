package dev.obverse.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.obverse.serve.answer.AnswerSettings;
import dev.obverse.serve.answer.ModelSlot;
import dev.obverse.core.kernel.ScalarKernels;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document describes the server that serves it: every route, every parameter, every answer. */
final class OpenApiTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode DOCUMENT = document();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @TempDir private static Path folder;
    private static Running running;

    /** One operation of the document. */
    record Operation(String method, String path, JsonNode node) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static JsonNode document() {
        return JSON.readTree(OpenApiTest.class.getResourceAsStream("openapi.json"));
    }

    private static Stream<Operation> operations() {
        return DOCUMENT.get("paths").properties().stream().flatMap(path -> path.getValue().properties().stream()
                .map(operation -> new Operation(operation.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), operation.getValue())));
    }

    @BeforeAll
    static void start() throws IOException {
        running = Running.in(folder);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void itDescribesEveryRouteAndNoOther() {
        Path model = folder.resolve("model.safetensors");
        try (ModelSlot models = ModelSlot.open(model, new ScalarKernels(), new AnswerSettings(1, 10))) {
            List<Route> routes = HttpServer.routes(new Services(models, folder, models::swap, () -> 1, Map.of(), null, null), Limits.defaults(),
                    new Meters(), new Drain());
            assertThat(operations().map(Operation::toString).toList())
                    .containsExactlyInAnyOrderElementsOf(routes.stream().map(route -> route.method() + " " + route.template().replace("*}", "}")).toList());
            for (Route route : routes) {
                Operation operation = operations().filter(each -> each.toString().equals(route.method() + " " + route.template().replace("*}", "}")))
                        .findFirst().orElseThrow();
                assertThat(parameters(operation, "query").stream().map(node -> node.get("name").asString()).toList())
                        .as("parameters of " + operation).containsExactlyInAnyOrderElementsOf(route.parameters());
                assertThat(operation.node.path("security").isArray()).as("openness of " + operation).isEqualTo(route.access() == Access.OPEN);
            }
        }
    }

    private static List<JsonNode> parameters(Operation operation, String in) {
        List<JsonNode> found = new ArrayList<>();
        operation.node.path("parameters").forEach(node -> {
            if (node.get("in").asString().equals(in)) {
                found.add(node);
            }
        });
        return found;
    }

    @Test
    void itIsServed() {
        assertThat(JSON.readTree(running.get("/openapi.json").body())).isEqualTo(DOCUMENT);
        assertThat(DOCUMENT.get("openapi").asString()).startsWith("3.1");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theExampleOfEachOperationIsAnsweredAsItsSchemaSays(Operation operation) {
        validate(operation, send(operation, "", example(operation)), 200);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyParameterOfEachOperationIsTaken(Operation operation) {
        String query = parameters(operation, "query").stream().map(node -> node.get("name").asString() + "=" + switch (node.get("name").asString()) {
            case "n" -> "3";
            case "exclude_seen" -> "false";
            default -> "u1";
        }).collect(Collectors.joining("&", "?", ""));
        validate(operation, send(operation, query, example(operation)), 200);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatIsWrongIsAnsweredWithAProblemThatTheDocumentKnows(Operation operation) {
        validate(operation, send(operation, "?no_such_parameter=1", example(operation)), 422);
        validate(operation, send(operation, "?%ff=1", example(operation)), 400);
        if (operation.method.equals("POST")) {
            validate(operation, send(operation, "", "{"), 400);
            validate(operation, send(operation, "", "[]"), 422);
            validate(operation, send(operation, "", "{\"no such key\":1}"), 422);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatTheServerSaysBeforeItLooksAtTheRouteIsInTheDocumentToo(Operation operation) throws IOException {
        String path = path(operation);
        validate(operation, RawClient.exchange(running.port(), operation.method + " " + path + " HTTP/1.1\r\nHost: evil.example\r\n\r\n"), 421);
        validate(operation, RawClient.exchange(running.port(), "DELETE " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"), 405);
    }

    private static void validate(Operation operation, String raw, int status) {
        String[] parts = raw.split("\r\n\r\n", 2);
        assertThat(parts[0]).as(operation + ": " + raw).startsWith("HTTP/1.1 " + status).containsIgnoringCase("Content-Type: application/problem+json");
        JsonNode described = described(operation, status);
        assertThat(schema(described.at("/content/application~1problem+json/schema")).validate(JSON.readTree(parts[1]))).as(raw).isEmpty();
    }

    private static String example(Operation operation) {
        JsonNode example = operation.node.at("/requestBody/content/application~1json/example");
        return example.isMissingNode() ? "" : example.toString();
    }

    private static String path(Operation operation) {
        String path = operation.path;
        for (JsonNode segment : parameters(operation, "path")) {
            path = path.replace("{" + segment.get("name").asString() + "}", segment.get("example").asString());
        }
        if (path.equals("/assets/icon.svg") && OpenApiTest.class.getResource("/web/assets/icon.svg") == null) {
            path = "/assets/main.js";
        }
        return path;
    }

    private static HttpResponse<String> send(Operation operation, String query, String body) {
        String path = path(operation);
        HttpRequest.Builder request = HttpRequest.newBuilder(running.uri(path + query));
        return running.send(operation.method.equals("GET") ? request
                : request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static void validate(Operation operation, HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(operation + ": " + response.body()).isEqualTo(status);
        JsonNode described = described(operation, status);
        String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        JsonNode content = described.get("content");
        if (content.has("*/*")) {
            return;
        }
        assertThat(content.has(type)).as(operation + " was answered as " + type).isTrue();
        if (type.endsWith("json")) {
            List<Error> errors = schema(content.get(type).get("schema")).validate(JSON.readTree(response.body()));
            assertThat(errors).as(operation + ": " + response.body()).isEmpty();
        }
    }

    /** What the document says of an answer; of another method than the operation's own it speaks among the rest. */
    private static JsonNode described(Operation operation, int status) {
        JsonNode described = operation.node.get("responses").get(status == 405 ? "default" : Integer.toString(status));
        assertThat(described).as(operation + " says nothing of " + status).isNotNull();
        return described.has("$ref") ? DOCUMENT.at(described.get("$ref").asString().substring(1)) : described;
    }

    /** A schema of the document, with all that it may refer to. */
    private static Schema schema(JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("components", DOCUMENT.get("components"));
        ((ObjectNode) schema).properties().forEach(entry -> whole.set(entry.getKey(), entry.getValue()));
        return SCHEMAS.getSchema(whole);
    }

    @Test
    void aSchemaThatIsNotMetIsNoticed() {
        JsonNode schema = DOCUMENT.at("/components/schemas/Receipt");
        assertThat(schema(schema).validate(JSON.readTree("{\"accepted\":1,\"duplicate\":false}"))).isEmpty();
        assertThat(schema(schema).validate(JSON.readTree("{\"accepted\":1}"))).isNotEmpty();
        assertThat(schema(schema).validate(JSON.readTree("{\"accepted\":1,\"duplicate\":false,\"x\":0}"))).isNotEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Set<String> references = new LinkedHashSet<>();
        DOCUMENT.findValuesAsString("$ref").forEach(references::add);
        assertThat(references).hasSizeGreaterThan(20).allSatisfy(reference ->
                assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
    }
}
