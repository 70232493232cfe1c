package dev.obverse.serve.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request's address; each may stand there once, and none that the route does not know. */
final class Query {
    private final Map<String, String> values = new LinkedHashMap<>();

    private Query() {}

    /**
     * Reads the parameters.
     *
     * @param raw what stands behind the question mark, still encoded; may be empty
     * @param known the names that the route knows
     * @throws Problem if it is not well-formed, or a name is unknown or said twice
     */
    static Query parse(String raw, List<String> known) {
        Query query = new Query();
        for (String pair : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = PercentDecoder.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
            if (!known.contains(name)) {
                throw Problem.unusable("there is no parameter " + Problem.quoted(name) + " here; "
                        + (known.isEmpty() ? "this address has none" : "give " + String.join(" or ", known)));
            }
            String value = equals < 0 ? "" : PercentDecoder.decodeQuery(pair.substring(equals + 1));
            if (query.values.putIfAbsent(name, value) != null) {
                throw Problem.unusable("the parameter " + name + " is given twice; give it once");
            }
        }
        return query;
    }

    @Nullable String text(String name) {
        return values.get(name);
    }

    /** A whole number from 1 to the given one. */
    int count(String name, int otherwise, int most) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        // At most nine digits, which an int can hold.
        int count = value.matches("[0-9]{1,9}") ? Integer.parseInt(value) : 0;
        if (count < 1 || count > most) {
            throw Problem.unusable(name + " is " + Problem.quoted(value) + "; give a whole number from 1 to " + most);
        }
        return count;
    }

    /** {@code true} or {@code false}; null if it is not there. */
    @Nullable Boolean flag(String name) {
        String value = values.get(name);
        if (value == null) {
            return null;
        }
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.unusable(name + " is " + Problem.quoted(value) + "; give true or false");
        };
    }
}
