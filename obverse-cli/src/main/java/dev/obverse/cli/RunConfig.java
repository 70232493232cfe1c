package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.Nearest;
import dev.obverse.lab.result.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * The file {@code config.yaml}: the data as it was read and every setting of the training. It alone repeats a run:
 * {@code obverse train --config config.yaml --out DIR}.
 *
 * @param from the model that the run goes on from, or null if it begins
 * @param data what is read and how
 * @param settings settings by name
 */
record RunConfig(StartModel.@Nullable Spec from, @Nullable DataSpec data, @Nullable Map<String, String> settings) {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .changeDefaultPropertyInclusion(old -> old.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
            .build();

    /** The config that says nothing. */
    static final RunConfig NOTHING = new RunConfig(null, DataSpec.NOTHING, Map.of());

    DataSpec dataOrNothing() {
        return data == null ? DataSpec.NOTHING : data;
    }

    Map<String, String> settingsOrNone() {
        return settings == null ? Map.of() : settings;
    }

    /**
     * Reads a config.
     *
     * @throws InvalidInputException if it cannot be read, or has a key or a value that is not known: one sentence
     */
    static RunConfig read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("there is no config file " + file + "; --config names a YAML file such as a run's config.yaml");
        }
        try {
            RunConfig config = YAML.readValue(file.toFile(), RunConfig.class);
            return config == null ? NOTHING : config;
        } catch (UnrecognizedPropertyException e) {
            var known = e.getKnownPropertyIds().stream().map(String::valueOf).toList();
            throw new InvalidInputException(where(file, e) + ": there is no key '" + e.getPropertyName()
                    + "'; " + Nearest.hint(e.getPropertyName(), known), e);
        } catch (JacksonException e) {
            throw new InvalidInputException(where(file, e) + ": "
                    + String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("it is not YAML") + "; correct the file", e);
        }
    }

    /** The line is not always known: the parser may be past the file when a key turns out to be unknown. */
    private static String where(Path file, JacksonException e) {
        return file + (e.getLocation() == null || e.getLocation().getLineNr() < 1 ? "" : ", line " + e.getLocation().getLineNr());
    }

    /** Returns the file's text. */
    String yaml() {
        return YAML.writeValueAsString(new RunConfig(from, data, new LinkedHashMap<>(settingsOrNone())));
    }

    void write(Path file) {
        WholeFile.write(file, yaml().getBytes(StandardCharsets.UTF_8));
    }
}
