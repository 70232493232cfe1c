package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a model is trained. */
final class TrainingOptions {
    /** What {@code train} does unless told otherwise. */
    static final String DEFAULT_METHOD = "obverse";

    @Option(names = "--method", paramLabel = "NAME",
            description = "what a training step is; see the list of settings below (default: " + DEFAULT_METHOD + ")")
    private @Nullable String method;

    @Option(names = "--backbone", paramLabel = "NAME", description = "the model: gmf, mlp or neumf (default: gmf)")
    private @Nullable String backbone;

    @Option(names = "--seed", paramLabel = "N", description = "seed of training (default: 1)")
    private @Nullable String seed;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "any setting of the list below; may be repeated")
    private @Nullable Map<String, String> set;

    /** Returns the settings that were given, those of the config file first; without a method it is the preset. */
    Map<String, String> settings(Map<String, String> fromFile) {
        Map<String, String> settings = new LinkedHashMap<>(fromFile);
        if (set != null) {
            settings.putAll(set);
        }
        put(settings, "method", method);
        settings.putIfAbsent("method", DEFAULT_METHOD);
        put(settings, "backbone", backbone);
        put(settings, "seed", seed);
        return settings;
    }

    private void put(Map<String, String> settings, String name, @Nullable String value) {
        if (value != null) {
            String before = set == null ? null : set.get(name);
            if (before != null && !before.equals(value)) {
                throw new InvalidInputException("--" + name + " " + value + " contradicts --set " + name + "=" + before + "; give one of them");
            }
            settings.put(name, value);
        }
    }
}
