package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.Nearest;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.lab.result.WholeFile;
import dev.obverse.lab.yaml.YamlFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * The file {@code config.yaml}: the data as it was read and every setting of the training. It alone repeats a run:
 * {@code obverse train --config config.yaml --out DIR}.
 *
 * @param from the model that the run goes on from, or null if it begins
 * @param data what is read and how
 * @param settings settings by name
 * @param history false if the training rows are left out of the model file; they are kept where it is not said
 */
record RunConfig(StartModel.@Nullable Spec from, @Nullable DataSpec data, @Nullable Map<String, String> settings, @Nullable Boolean history) {
    private static final YAMLMapper YAML = YAMLMapper.builder(YamlFile.FACTORY)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // One file is a list of one, as in a study.
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .withCoercionConfigDefaults(empty -> empty.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            // Else 2 is a yes, and a seed of 7.5 is 7.
            .withCoercionConfig(LogicalType.Boolean, number -> number.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
            .withCoercionConfig(LogicalType.Integer, number -> number.setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .changeDefaultPropertyInclusion(old -> old.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    private static final int LONGEST_SHOWN = 100;
    private static final List<String> LISTS = List.of("files", "valid", "test", "columns");
    private static final String KEYS = "from, data, settings, history";

    /** The config that says nothing. */
    static final RunConfig NOTHING = new RunConfig(null, DataSpec.NOTHING, Map.of(), null);

    /**
     * Returns the config of a run.
     *
     * @param start the model that it goes on from, or null
     * @param said what is read; without a label rule it is that of the start model
     * @param settings gives the settings that were said; the others get their defaults
     * @throws InvalidInputException if the data or the settings cannot be used, or do not go with the start model
     */
    static RunConfig of(@Nullable StartModel start, DataSpec said, Supplier<Map<String, String>> settings) {
        DataSpec data = start == null ? said : start.withRule(said);
        data.request();
        TrainingConfig config = TrainingConfig.of(settings.get());
        if (start != null) {
            start.requireShape(config);
        }
        return new RunConfig(start == null ? null : start.spec(), data, config.toMap(), null);
    }

    DataSpec dataOrNothing() {
        return data == null ? DataSpec.NOTHING : data;
    }

    Map<String, String> settingsOrNone() {
        return settings == null ? Map.of() : settings;
    }

    /** Returns whether the model file gets the training rows. */
    boolean keepsHistory() {
        return !Boolean.FALSE.equals(history);
    }

    /** Returns the same, with the training rows in the model file or without them. */
    RunConfig withHistory(boolean keep) {
        return new RunConfig(from, data, settings, keep ? null : false);
    }

    /**
     * Reads a config.
     *
     * @param given the file, or the folder of the run whose config it is
     * @throws InvalidInputException if it cannot be read, or has a key or a value that is not known: one sentence
     */
    static RunConfig read(Path given) {
        Path file = Files.isDirectory(given) ? new RunDirectory(given).config() : given;
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(
                    "there is no config file " + file + "; --config names a YAML file such as a run's config.yaml, or the folder of a run");
        }
        YamlFile yaml = YamlFile.read(file, "config");
        try {
            return of(yaml, YAML.readTree(yaml.text()));
        } catch (JacksonException e) {
            throw yaml.wrong(e);
        }
    }

    private static RunConfig of(YamlFile yaml, JsonNode top) {
        if (top.isMissingNode() || top.isNull()) {
            throw new InvalidInputException(yaml.where(List.of()) + ": the file is empty; a config has some of the keys " + KEYS);
        }
        if (!top.isObject()) {
            throw new InvalidInputException(yaml.where(List.of()) + ": a mapping is needed, with some of the keys " + KEYS);
        }
        requireValues(yaml, top, List.of());
        LISTS.forEach(key -> requireTexts(yaml, top.path("data").path(key), key));
        try {
            return YAML.readValue(yaml.text(), RunConfig.class);
        } catch (UnrecognizedPropertyException e) {
            var known = e.getKnownPropertyIds().stream().map(String::valueOf).toList();
            throw new InvalidInputException(yaml.where(place(e)) + ": there is no key '" + e.getPropertyName() + "'; "
                    + Nearest.hint(e.getPropertyName(), known), e);
        } catch (MismatchedInputException e) {
            throw new InvalidInputException(yaml.where(place(e)) + ": " + needed(top, place(e), e.getTargetType()), e);
        } catch (DatabindException e) {
            throw new InvalidInputException(yaml.where(place(e)) + ": " + YamlFile.reason(e) + "; correct the file", e);
        }
    }

    private static String needed(JsonNode top, List<Object> place, @Nullable Class<?> type) {
        JsonNode value = top;
        for (Object step : place) {
            value = step instanceof Integer index ? value.path(index) : value.path(step.toString());
        }
        String needed = type == Boolean.class ? "true or false"
                : type == Long.class ? "a whole number"
                : type == Double.class ? "a number"
                : type == String.class ? "one value"
                : "a mapping";
        return needed + " is needed" + (value.isContainer() ? "" : ", not '" + InvalidInputException.shown(value.asString(), LONGEST_SHOWN) + "'");
    }

    /** What stands where a list is wanted is taken for the only text of one, so the parser would ask for a text. */
    private static void requireTexts(YamlFile yaml, JsonNode list, String key) {
        if (list.isObject()) {
            throw new InvalidInputException(yaml.where(List.of("data", key)) + ": a list is needed");
        }
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).isContainer()) {
                throw new InvalidInputException(yaml.where(List.of("data", key, i)) + ": one value is needed");
            }
        }
    }

    /** A key without a value says neither something nor nothing. */
    private static void requireValues(YamlFile yaml, JsonNode node, List<Object> place) {
        for (Map.Entry<Object, JsonNode> child : children(node).entrySet()) {
            List<Object> inside = new ArrayList<>(place);
            inside.add(child.getKey());
            if (child.getValue().isNull()) {
                throw new InvalidInputException(yaml.where(inside) + ": '" + child.getKey() + "' has no value; give one, or remove it");
            }
            requireValues(yaml, child.getValue(), inside);
        }
    }

    private static Map<Object, JsonNode> children(JsonNode node) {
        Map<Object, JsonNode> children = new LinkedHashMap<>();
        node.properties().forEach(entry -> children.put(entry.getKey(), entry.getValue()));
        for (int i = 0; i < node.size() && node.isArray(); i++) {
            children.put(i, node.get(i));
        }
        return children;
    }

    private static List<Object> place(DatabindException e) {
        return e.getPath().stream().map(step -> step.getPropertyName() == null ? (Object) step.getIndex() : step.getPropertyName()).toList();
    }

    /** Returns the file's text. */
    String yaml() {
        return YAML.writeValueAsString(new RunConfig(from, data, new LinkedHashMap<>(settingsOrNone()), history));
    }

    void write(Path file) {
        WholeFile.write(file, yaml().getBytes(StandardCharsets.UTF_8));
    }
}
