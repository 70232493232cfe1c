package dev.obverse.core.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the word that somebody probably meant. */
public final class Nearest {
    private Nearest() {}

    /** Returns "did you mean 'x'?" for the option at the smallest edit distance, or all options when none is near. */
    public static String hint(String word, Collection<String> options) {
        String nearest = options.stream()
                .min(Comparator.comparingInt(option -> distance(word, option)))
                .orElse("");
        return distance(word, nearest) <= Math.max(2, nearest.length() / 3)
                ? "did you mean '" + nearest + "'?"
                : "there are " + String.join(", ", options);
    }

    /** Levenshtein's edit distance: how many single characters must be added, dropped or changed. */
    public static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(changed, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
