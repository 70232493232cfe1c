package dev.obverse.core.config;

import java.util.Map;

/** What a method sets besides itself, for settings that nobody said otherwise. */
final class Preset {
    /**
     * {@code method=obverse}: plain BCE on the labelled rows with the bias prior, the linear terms and exposure pre-training. It is
     * neither IDL nor IG: on top of these, IG was neutral on ML-1M. The pool counts only for methods that draw unlabeled pairs.
     */
    private static final Map<Setting, String> OBVERSE = Map.of(
            Setting.BIAS, "prior", Setting.LINEAR, "true", Setting.EXPOSURE_EPOCHS, "10", Setting.POOL, "auto");

    private Preset() {}

    /** Returns the value that holds under a method when nothing is said. */
    static String value(String method, Setting setting) {
        String own = method.equals("obverse") ? OBVERSE.get(setting) : null;
        return own != null ? own : setting.defaultValue();
    }
}
