package dev.obverse.core.config;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value for every {@link Setting}: what a run is, and all that it is. Immutable; every value has been checked, so a training run
 * never meets one that it cannot use. {@link #toMap()} alone repeats the run on the same data.
 *
 * <p>A method may bring settings of its own, and a setting that is said wins over it, in whatever order they are said. So does
 * {@code method=obverse}, our preset: plain BCE on the labelled rows (neither IDL nor IG, which was neutral on top of the rest on ML-1M) with
 * {@code bias=prior}, {@code linear=true}, {@code exposure-epochs=10} and {@code pool=auto}. {@link #toMap()} holds them as values like any other.
 */
public final class TrainingConfig {
    private static final TrainingConfig DEFAULTS = new TrainingConfig(new EnumMap<>(Setting.class));

    private final EnumMap<Setting, String> said;

    private TrainingConfig(EnumMap<Setting, String> said) {
        this.said = said;
    }

    /** Returns the config in which every setting has its default. */
    public static TrainingConfig defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the defaults with these settings changed.
     *
     * @throws dev.obverse.core.InvalidInputException if a name or a value is wrong; says what would be right
     */
    public static TrainingConfig of(Map<String, String> settings) {
        TrainingConfig config = DEFAULTS;
        for (Map.Entry<String, String> entry : settings.entrySet()) {
            config = config.with(entry.getKey(), entry.getValue());
        }
        return config;
    }

    /**
     * Returns a copy with one setting changed; a method also changes the settings that it brings, but for those that were said.
     *
     * @throws dev.obverse.core.InvalidInputException if the name or the value is wrong; says what would be right
     */
    public TrainingConfig with(String name, String value) {
        return with(Setting.named(name), value);
    }

    /**
     * Returns a copy with one setting changed.
     *
     * @throws dev.obverse.core.InvalidInputException if the setting cannot have this value
     */
    public TrainingConfig with(Setting setting, String value) {
        EnumMap<Setting, String> changed = new EnumMap<>(said);
        changed.put(setting, setting.checked(value));
        return new TrainingConfig(changed);
    }

    /** Returns all settings by name, in a fixed order. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (Setting setting : Setting.values()) {
            map.put(setting.key(), text(setting));
        }
        return map;
    }

    /** Returns a setting as text. */
    public String text(Setting setting) {
        String own = said.get(setting);
        return own != null ? own : Preset.value(said.getOrDefault(Setting.METHOD, Setting.METHOD.defaultValue()), setting);
    }

    /** Returns a setting that is a whole number. */
    public int whole(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    /** Returns a setting that is a number. */
    public double number(Setting setting) {
        return Double.parseDouble(text(setting));
    }

    /** Returns whether a setting has this value. */
    public boolean is(Setting setting, String value) {
        return text(setting).equals(value);
    }

    /** Returns the seed of training. */
    public long seed() {
        return Long.parseLong(text(Setting.SEED));
    }

    /** Returns gamma, the learning rate of labelled steps. */
    public double learningRate() {
        return number(Setting.LEARNING_RATE);
    }

    /** Returns alpha, the size of a trial step: a tenth of gamma unless set. */
    public double alpha() {
        return is(Setting.ALPHA, "auto") ? 0.1 * learningRate() : number(Setting.ALPHA);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingConfig config && config.toMap().equals(toMap());
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}
