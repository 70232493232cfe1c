package dev.obverse.lab.study;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.Nearest;
import dev.obverse.lab.yaml.YamlFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A place in a YAML file that knows how to name itself when something is wrong there.
 *
 * @param where the file and the way to the place
 * @param value what stands there
 */
record YamlNode(String where, JsonNode value) {
    private static final int LONGEST_NUMBER = 400;
    private static final YAMLMapper YAML = YAMLMapper.builder(YamlFile.FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Reads a file. */
    static YamlNode read(Path file) {
        YamlFile yaml = YamlFile.read(file, "study");
        try {
            return new YamlNode(file.toString(), YAML.readTree(yaml.text()));
        } catch (JacksonException e) {
            throw yaml.wrong(e);
        }
    }

    /** A text of the file as sentences show it. */
    static String brief(String text) {
        return InvalidInputException.shown(text, 100);
    }

    InvalidInputException wrong(String what) {
        return new InvalidInputException(where + ": " + what);
    }

    /** Refuses anything but a mapping with some of these keys. */
    YamlNode withKeys(List<String> keys) {
        if (!value.isObject()) {
            throw wrong("a mapping is needed, with some of the keys " + String.join(", ", keys));
        }
        for (String key : value.propertyNames()) {
            if (!keys.contains(key)) {
                throw wrong("there is no key '" + brief(key) + "' here; " + Nearest.hint(key, keys));
            }
        }
        return this;
    }

    boolean isMapping() {
        return value.isObject();
    }

    boolean isList() {
        return value.isArray();
    }

    /** What stands under a key, or null. */
    @Nullable YamlNode get(String key) {
        JsonNode child = value.get(key);
        return child == null || child.isNull() ? null : new YamlNode(where + ", " + key, child);
    }

    YamlNode need(String key) {
        YamlNode child = get(key);
        if (child == null) {
            throw wrong("the key '" + key + "' is missing");
        }
        return child;
    }

    /** The elements of a list; anything else is a list of one. */
    List<YamlNode> elements() {
        if (!value.isArray()) {
            return List.of(this);
        }
        List<YamlNode> elements = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            elements.add(new YamlNode(where + ", number " + (i + 1), value.get(i)));
        }
        return elements;
    }

    /** The elements of a list that must have some. */
    List<YamlNode> filled() {
        List<YamlNode> elements = elements();
        if (elements.isEmpty()) {
            throw wrong("the list is empty, so the study has no cell");
        }
        return elements;
    }

    /** The values of a mapping by key, in the order of the file. */
    Map<String, YamlNode> entries() {
        if (!value.isObject()) {
            throw wrong("a mapping is needed");
        }
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        value.properties().forEach(entry -> entries.put(entry.getKey(), new YamlNode(where + ", " + entry.getKey(), entry.getValue())));
        return entries;
    }

    /** A text, number or boolean as text; a number has one spelling however it was written. */
    String text() {
        if (!value.isValueNode() || value.isNull()) {
            throw wrong("one value is needed");
        }
        return value.isBigDecimal() || value.isIntegralNumber() ? plain(value.decimalValue()) : value.asString();
    }

    /** A number of a million digits takes a few bytes in a file: 1e1000000. */
    private static String plain(BigDecimal number) {
        if (Math.abs((long) number.scale()) > LONGEST_NUMBER) {
            return number.toString();
        }
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    List<String> texts() {
        return elements().stream().map(YamlNode::text).toList();
    }

    long whole() {
        try {
            return Long.parseLong(text());
        } catch (NumberFormatException e) {
            throw new InvalidInputException(where + ": a whole number is needed, not '" + brief(text()) + "'", e);
        }
    }

    int whole(int low, int high) {
        long number = whole();
        if (number < low || number > high) {
            throw wrong("a whole number from " + low + " to " + high + " is needed, not " + number);
        }
        return (int) number;
    }

    double number() {
        try {
            return Double.parseDouble(text());
        } catch (NumberFormatException e) {
            throw new InvalidInputException(where + ": a number is needed, not '" + brief(text()) + "'", e);
        }
    }

    boolean yes() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("true or false is needed, not '" + brief(text()) + "'");
        };
    }

    /** Refuses a value that stands there twice. */
    void distinct(List<?> values, String what) {
        Set<Object> seen = new HashSet<>();
        for (Object one : values) {
            if (!seen.add(one)) {
                throw wrong("the " + what + " '" + brief(String.valueOf(one)) + "' stands there twice");
            }
        }
    }
}
