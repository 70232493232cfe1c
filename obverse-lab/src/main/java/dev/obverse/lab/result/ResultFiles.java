package dev.obverse.lab.result;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.FileFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes results and reads them back. Keys are in snake case and in the order of the records, a key that is not known is refused, and the
 * shortest decimal form of a number that gives the same number back is written: equal results are equal bytes.
 */
public final class ResultFiles {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ResultFiles() {}

    /** Returns a value of this package as JSON on one line. */
    public static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** Returns a value of this package as indented JSON, ending with a new line. */
    public static byte[] bytes(Object value) {
        return (JSON.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns what the study is called whose results a file holds.
     *
     * @throws InvalidInputException if the file cannot be read, or holds no results
     */
    public static String title(Path file) {
        JsonNode title;
        try {
            title = JSON.readTree(Files.readAllBytes(file)).path("title");
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read: " + FileFault.reason(e), e);
        } catch (JacksonException e) {
            throw new InvalidInputException(file + " holds no results of a study; name another folder, or remove it", e);
        }
        if (!title.isString()) {
            throw new InvalidInputException(file + " holds no results of a study; name another folder, or remove it");
        }
        return title.asString();
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @param remedy what to do about a file that does not hold that, for the end of a sentence
     * @throws InvalidInputException if the file cannot be read, is no JSON, lacks something or holds a key that is not known
     */
    public static <T> T read(Path file, Class<T> type, String remedy) {
        try {
            T value = JSON.readValue(Files.readAllBytes(file), type);
            if (value == null) {
                throw new InvalidInputException(file + " is damaged; " + remedy);
            }
            return value;
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read: " + FileFault.reason(e), e);
        } catch (JacksonException e) {
            throw new InvalidInputException(file + " is damaged; " + remedy, e);
        }
    }
}
