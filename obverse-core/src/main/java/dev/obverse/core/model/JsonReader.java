package dev.obverse.core.model;

import dev.obverse.core.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A strict reader of one JSON text (RFC 8259). Beyond the grammar it refuses what two readers could understand differently:
 * a key that an object has twice, and a surrogate without its partner. Nesting is bounded, so hostile input cannot exhaust the
 * stack.
 */
final class JsonReader {
    private static final int MAX_DEPTH = 64;
    private static final int END = -1;

    private final String text;
    private final int most;
    private int values;
    private int at;

    JsonReader(String text, int most) {
        this.text = text;
        this.most = most;
    }

    Json read() {
        Json value = value(0);
        skipSpace();
        if (peek() != END) {
            throw fault("the end was expected");
        }
        return value;
    }

    private Json value(int depth) {
        if (depth > MAX_DEPTH) {
            throw fault("it is nested deeper than " + MAX_DEPTH + " levels");
        }
        if (++values > most) {
            throw fault("it has more than " + most + " values");
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new Json.Str(string());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> word("null", new Json.Null());
            default -> number();
        };
    }

    private Json object(int depth) {
        Map<String, Json> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (accept('}')) {
            return new Json.Obj(members);
        }
        do {
            skipSpace();
            int start = at;
            String key = string();
            skipSpace();
            expect(':');
            Json value = value(depth + 1);
            if (members.put(key, value) != null) {
                at = start;
                throw fault("a key is there twice");
            }
            skipSpace();
        } while (accept(','));
        expect('}');
        return new Json.Obj(members);
    }

    private Json array(int depth) {
        List<Json> elements = new ArrayList<>();
        at++;
        skipSpace();
        if (accept(']')) {
            return new Json.Arr(elements);
        }
        do {
            elements.add(value(depth + 1));
            skipSpace();
        } while (accept(','));
        expect(']');
        return new Json.Arr(elements);
    }

    private String string() {
        int start = at;
        expect('"');
        StringBuilder value = new StringBuilder();
        while (!accept('"')) {
            value.append(character());
        }
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            at = start;
            throw fault("a surrogate lacks its partner");
        }
        return value.toString();
    }

    /** One UTF-16 unit of a string, plain or escaped. */
    private char character() {
        int c = peek();
        if (c == END) {
            throw fault("a string does not end");
        }
        if (c < ' ') {
            throw fault("a control character stands in a string");
        }
        at++;
        return c == '\\' ? escaped() : (char) c;
    }

    private char escaped() {
        int c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> {
                at--;
                throw fault("there is no such escape");
            }
        };
    }

    private char unicode() {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int c = peek();
            // Character.digit knows the digits of every script; JSON knows only these.
            int digit = c < 128 ? Character.digit(c, 16) : END;
            if (digit < 0) {
                throw fault("four hexadecimal digits were expected");
            }
            unit = unit << 4 | digit;
            at++;
        }
        return (char) unit;
    }

    private Json number() {
        int start = at;
        accept('-');
        if (!accept('0')) {
            digits("a value was expected");
        }
        if (accept('.')) {
            digits("a digit was expected");
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            digits("a digit was expected");
        }
        return new Json.Num(text.substring(start, at));
    }

    private void digits(String otherwise) {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw fault(otherwise);
        }
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw fault("a value was expected");
        }
        at += word.length();
        return value;
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            at++;
        }
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private boolean accept(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw fault("'" + c + "' was expected");
        }
    }

    private InvalidInputException fault(String what) {
        return new InvalidInputException("not valid JSON at character " + at + " (counted from 0): " + what);
    }
}
