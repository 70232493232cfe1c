package dev.obverse.serve.feedback;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest idempotency keys, each with the {@link Fingerprint} of its rows. For one thread. */
final class KeyWindow {
    private final Map<String, Long> newest;

    KeyWindow(int most) {
        newest = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > most;
            }
        };
    }

    /** Returns the fingerprint of the rows that came with a key, or null if it is not remembered. */
    @Nullable Long fingerprint(String key) {
        return newest.get(key);
    }

    void remember(String key, long fingerprint) {
        newest.put(key, fingerprint);
    }
}
