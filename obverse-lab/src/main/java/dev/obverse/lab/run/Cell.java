package dev.obverse.lab.run;

import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * One training run of a study.
 *
 * @param method the name of the method in the study
 * @param config every setting of the run, the seed among them
 */
public record Cell(String method, TrainingConfig config) {
    /** Part of every key: raise it when the same config and data would give another result. */
    private static final String VERSION = "obverse cell 1";

    /** Returns the backbone's name. */
    public String backbone() {
        return config.text(Setting.BACKBONE);
    }

    /**
     * Returns what identifies the run: a hash of all that its result depends on, which is its config, the bytes of its data files and how
     * they are read, and the provider of vector primitives. The name that the study gives to the method is no part of it.
     */
    public String key(Slice slice, String kernels) {
        StringBuilder text = new StringBuilder(VERSION).append('\n').append(kernels).append('\n');
        new TreeMap<>(config.toMap()).forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        new TreeMap<>(slice.files()).forEach((name, hash) -> text.append(name).append(' ').append(hash).append('\n'));
        slice.options().forEach(option -> text.append(option.length()).append(' ').append(option).append('\n'));
        byte[] hash = Sha256.digest().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 12);
    }

    /** Returns the command that repeats the run. */
    String command(Slice slice) {
        StringBuilder command = new StringBuilder(slice.preparation())
                .append(slice.preparation().isEmpty() ? "" : " && ").append("./obverse train");
        slice.options().forEach(option -> command.append(' ').append(quoted(option)));
        command.append(" --method ").append(config.text(Setting.METHOD)).append(" --backbone ").append(backbone());
        command.append(" --seed ").append(config.seed());
        Map<String, String> defaults = TrainingConfig.defaults().with(Setting.METHOD, config.text(Setting.METHOD)).toMap();
        config.toMap().forEach((name, value) -> {
            boolean said = name.equals(Setting.METHOD.key()) || name.equals(Setting.BACKBONE.key()) || name.equals(Setting.SEED.key());
            if (!said && !value.equals(defaults.get(name))) {
                command.append(" --set ").append(quoted(name + "=" + value));
            }
        });
        return command.append(" --out run").toString();
    }

    /** As a POSIX shell reads it back. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
