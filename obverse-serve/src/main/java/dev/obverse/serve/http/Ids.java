package dev.obverse.serve.http;

import java.util.function.Supplier;

/** What an external id of a user or an item may look like in a request. */
final class Ids {
    private final int longest;

    Ids(int longest) {
        this.longest = longest;
    }

    /**
     * Returns the id.
     *
     * @param where what the id is, for the sentence
     * @throws Problem if it is empty, too long, or not text that can be written down again
     */
    String check(String where, String id) {
        return check(() -> where, id);
    }

    /** The same, where it takes some work to say what the id is. */
    String check(Supplier<String> where, String id) {
        if (id.isEmpty()) {
            throw Problem.unusable(where.get() + " is empty; give an id");
        }
        if (id.length() > longest) {
            throw Problem.unusable(where.get() + " is longer than " + longest + " characters; no id is");
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < id.length() && Character.isLowSurrogate(id.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c) || c == 0) {
                throw Problem.unusable(where.get() + " holds " + (c == 0 ? "a zero character" : "half of a surrogate pair") + "; no id does");
            }
        }
        return id;
    }
}
