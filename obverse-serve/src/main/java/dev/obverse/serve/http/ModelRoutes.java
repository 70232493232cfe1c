package dev.obverse.serve.http;

import dev.obverse.serve.answer.ModelFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which model answers, and the change to another one. */
final class ModelRoutes {
    /** A file in the folder, or in a folder of it: no dots in front, no other separators, so no way out. */
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_][A-Za-z0-9._-]{0,99}/)?[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\\.safetensors");

    private final Services services;
    private final Ids ids;

    ModelRoutes(Services services, Limits limits) {
        this.services = services;
        this.ids = new Ids(limits.idLength());
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/model", Access.READ, List.of(), call -> facts()),
                Route.post("/v1/model", Access.ADMIN, this::load));
    }

    private Answer load(Call call) {
        String[] name = {""};
        JsonBody.read(call.body(), ids, body -> {
            name[0] = switch (body.key()) {
                case "file" -> body.text();
                default -> throw body.unknownKey("file");
            };
        }, "file");
        services.swap().to(file(name[0]));
        return facts();
    }

    private Path file(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.unusable("file is " + Problem.quoted(name)
                    + "; give the name of a .safetensors file in the folder of the model, or in a folder of that, such as next/model.safetensors");
        }
        try {
            Path folder = services.folder().toRealPath();
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw Problem.unusable("there is no file " + Problem.quoted(name) + " in the folder of the model; put it there first");
            }
            // A link may lead anywhere.
            Path real = file.toRealPath();
            if (!real.startsWith(folder)) {
                throw Problem.unusable("the file " + Problem.quoted(name) + " leads out of the folder of the model; put the file itself there");
            }
            return real;
        } catch (IOException e) {
            throw Problem.unusable("the file " + Problem.quoted(name) + " cannot be looked at; make it readable");
        }
    }

    private Answer facts() {
        ModelFacts facts = services.models().with(model -> model.facts());
        Map<String, String> provenance = new TreeMap<>(facts.provenance());
        Object metrics = Json.recorded(provenance.getOrDefault("metrics", "{}"));
        provenance.remove("metrics");
        return Answer.json(Json.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("sha256", facts.sha256());
            json.writeStringProperty("loaded", facts.loaded().toString());
            json.writeNumberProperty("users", facts.users());
            json.writeNumberProperty("items", facts.items());
            Json.nullable(json, "backbone", facts.config().get("backbone"));
            json.writeNumberProperty("dim", Integer.parseInt(facts.config().getOrDefault("dim", "0")));
            Json.nullable(json, "method", facts.config().get("method"));
            json.writeStringProperty("ranked_by", Written.weighting(facts.rankedBy()));
            json.writeBooleanProperty("has_history", facts.hasHistory());
            json.writePOJOProperty("metrics", metrics);
            json.writeObjectPropertyStart("provenance");
            provenance.forEach((name, text) -> json.writePOJOProperty(name, Json.recorded(text)));
            json.writeEndObject();
            json.writeEndObject();
        }));
    }
}
