package dev.obverse.bench.work;

import dev.obverse.core.config.TrainingConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a contestant was started with: {@code epoch users=6040 threads=2 set.method=ig}.
 *
 * @param work the first word
 * @param values the others, by name
 */
record Arguments(String work, Map<String, String> values) {
    private static final String SETTING = "set.";

    static Arguments of(String[] words) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : List.of(words).subList(1, words.length)) {
            String[] parts = word.split("=", 2);
            values.put(parts[0], parts[1]);
        }
        return new Arguments(words[0], values);
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(work + " needs " + name + "=, but has " + values.keySet());
        }
        return value;
    }

    int whole(String name) {
        return Integer.parseInt(text(name));
    }

    /** The defaults of training with the settings that were named, and no end to the epochs. */
    TrainingConfig config() {
        TrainingConfig config = TrainingConfig.defaults().with("epochs", "1000000").with("patience", "0");
        for (String name : values.keySet().stream().filter(name -> name.startsWith(SETTING)).toList()) {
            config = config.with(name.substring(SETTING.length()), text(name));
        }
        return config;
    }

    @Override
    public String toString() {
        return work + " " + Arrays.toString(values.entrySet().toArray());
    }
}
