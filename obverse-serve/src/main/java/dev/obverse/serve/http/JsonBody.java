package dev.obverse.serve.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the JSON of a request strictly, from front to back: an unknown key, a key twice, a wrong type, or anything behind the end is refused
 * with one sentence that says where. What is not JSON at all is a problem of status 400, what is but cannot be used one of status 422.
 */
final class JsonBody implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(40)
                            .maxNameLength(100)
                            .maxStringLength(10_000)
                            .build())
                    .build())
            .build();

    private final JsonParser parser;
    private final Ids ids;

    private JsonBody(JsonParser parser, Ids ids) {
        this.parser = parser;
        this.ids = ids;
    }

    /** Reads a whole body, which is an object; see {@link #object}. */
    static void read(String body, Ids ids, Consumer<JsonBody> fields, String... required) {
        try (JsonBody json = new JsonBody(MAPPER.createParser(body), ids)) {
            if (json.parser.nextToken() == null) {
                throw Problem.unreadable("the body is empty; give a JSON object");
            }
            json.object(fields, required);
            if (json.parser.nextToken() != null) {
                throw Problem.unreadable("the body has something behind the end of its JSON object");
            }
        } catch (StreamConstraintsException e) {
            throw Problem.unusable("the body is nested too deeply, or a number, a name or a text in it is too long");
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw Problem.unreadable("the body is not JSON" + (at == null || at.getLineNr() < 1
                    ? "" : ", at line " + at.getLineNr() + ", column " + at.getColumnNr()));
        }
    }

    /** Reads an object whose keys the given reader takes one by one, see {@link #key}; every required one must be there. */
    void object(Consumer<JsonBody> reader, String... required) {
        expect(JsonToken.START_OBJECT, "an object");
        // Few: one that there is no use for ends it.
        List<String> seen = new ArrayList<>(required.length);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            if (seen.contains(name)) {
                throw Problem.unusable("the key " + Problem.quoted(place()) + " is there twice; give it once");
            }
            seen.add(name);
            parser.nextToken();
            reader.accept(this);
        }
        for (String name : required) {
            if (!seen.contains(name)) {
                throw missing(name);
            }
        }
    }

    /** The key whose value comes next. */
    String key() {
        return String.valueOf(parser.currentName());
    }

    /** What to throw for a key that there is no use for. */
    Problem unknownKey(String known) {
        return Problem.unusable("there is no use for the key " + Problem.quoted(place()) + "; give " + known);
    }

    Problem missing(String name) {
        return Problem.unusable(placeOrBody() + " has no " + name + "; give it");
    }

    /** Reads a list of at most so many elements. */
    <T> List<T> list(int most, Supplier<T> element) {
        expect(JsonToken.START_ARRAY, "a list");
        TokenStreamContext list = parser.streamReadContext();
        List<T> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (elements.size() == most) {
                throw Problem.unusable(place(list.getParent()) + " has more than " + most + " elements; send them in several requests");
            }
            elements.add(element.get());
        }
        return elements;
    }

    /** Reads the id of a user or an item. */
    String id() {
        return ids.check(this::place, text());
    }

    String text() {
        expect(JsonToken.VALUE_STRING, "a text");
        return parser.getString();
    }

    /** Reads a whole number from 1 to the given one. */
    int count(int most) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw noCount(most);
        }
        String digits = parser.getString();
        int count = digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
        if (count < 1 || count > most) {
            throw noCount(most);
        }
        return count;
    }

    private Problem noCount(int most) {
        return Problem.unusable(place() + " is not a whole number from 1 to " + most + "; give one");
    }

    /** Reads one of some words. */
    String word(List<String> words) {
        String word = text();
        if (!words.contains(word)) {
            throw Problem.unusable(place() + " is " + Problem.quoted(word) + "; give " + String.join(" or ", words));
        }
        return word;
    }

    private void expect(JsonToken token, String kind) {
        if (parser.currentToken() != token) {
            throw Problem.unusable(placeOrBody() + " is not " + kind + "; give one");
        }
    }

    private String placeOrBody() {
        String place = place();
        return place.isEmpty() ? "the body" : place;
    }

    /** Where the reader is, such as {@code pairs[3].user}; asked for only when something is wrong there. */
    private String place() {
        return place(parser.streamReadContext());
    }

    private static String place(TokenStreamContext at) {
        if (at.inRoot()) {
            return "";
        }
        String outer = place(at.getParent());
        if (at.inArray()) {
            return at.hasCurrentIndex() ? outer + "[" + at.getCurrentIndex() + "]" : outer;
        }
        String name = at.currentName();
        return name == null ? outer : outer.isEmpty() ? name : outer + "." + name;
    }

    @Override
    public void close() {
        parser.close();
    }
}
