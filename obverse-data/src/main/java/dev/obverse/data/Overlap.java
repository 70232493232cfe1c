package dev.obverse.data;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many (user, item) pairs two parts share.
 *
 * @param trainValid pairs in training and in validation
 * @param trainTest pairs in training and in test
 * @param validTest pairs in validation and in test
 */
public record Overlap(long trainValid, long trainTest, long validTest) {
    /** Returns whether no pair is shared. */
    public boolean isEmpty() {
        return trainValid + trainTest + validTest == 0;
    }

    /** Returns the components in order, for JSON. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("train_valid", trainValid);
        map.put("train_test", trainTest);
        map.put("valid_test", validTest);
        return map;
    }
}
