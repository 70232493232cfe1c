package dev.obverse.core.model;

import dev.obverse.core.InvalidInputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value (RFC 8259). The accessors give the value as what the caller expects it to be, or an
 * {@link InvalidInputException} that says what it is instead.
 */
sealed interface Json {
    /**
     * Parses one JSON text, strictly; see {@link JsonReader}.
     *
     * @throws InvalidInputException with the position, if it is not JSON
     */
    static Json parse(String text) {
        return parse(text, Integer.MAX_VALUE);
    }

    /** As {@link #parse(String)}, and refuses a text of more values than {@code most}: each takes some 70 bytes, whatever its text. */
    static Json parse(String text, int most) {
        return new JsonReader(text, most).read();
    }

    /** A value as sentences show it: its text, or the beginning of it. */
    static String brief(Json value) {
        return InvalidInputException.shown(value.text(), 60);
    }

    /** The shortest text of this value: no spaces, members in their order. */
    default String text() {
        return JsonWriter.write(this);
    }

    /** The members of an object, in their order. */
    default Map<String, Json> asObject() {
        throw isNot("an object");
    }

    /** The elements of an array. */
    default List<Json> asArray() {
        throw isNot("an array");
    }

    /** The characters of a string. */
    default String asString() {
        throw isNot("a string");
    }

    /** A number that is a whole one and fits a long. */
    default long asLong() {
        throw isNot("a whole number");
    }

    /** A number. */
    default double asDouble() {
        throw isNot("a number");
    }

    private InvalidInputException isNot(String expected) {
        return new InvalidInputException("expected " + expected + " but found " + brief(this));
    }

    /** An object; {@code members} keep their order. */
    record Obj(Map<String, Json> members) implements Json {
        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public Map<String, Json> asObject() {
            return members;
        }
    }

    /** An array. */
    record Arr(List<Json> elements) implements Json {
        public Arr {
            elements = List.copyOf(elements);
        }

        @Override
        public List<Json> asArray() {
            return elements;
        }
    }

    /** A string of whole code points: no lone surrogates. */
    record Str(String value) implements Json {
        @Override
        public String asString() {
            return value;
        }
    }

    /** A number as it was written, so that no digit is lost. */
    record Num(String literal) implements Json {
        static Num of(long value) {
            return new Num(Long.toString(value));
        }

        /**
         * @throws IllegalArgumentException if it is NaN or infinite, which JSON cannot say
         */
        static Num of(double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("JSON has no number " + value);
            }
            return new Num(Double.toString(value));
        }

        @Override
        public long asLong() {
            try {
                return Long.parseLong(literal);
            } catch (NumberFormatException e) {
                throw new InvalidInputException("expected a whole number of at most 64 bits but found " + brief(this), e);
            }
        }

        @Override
        public double asDouble() {
            return Double.parseDouble(literal);
        }
    }

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Json {}

    /** {@code null}. */
    record Null() implements Json {}
}
