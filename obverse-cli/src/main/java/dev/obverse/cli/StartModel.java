package dev.obverse.cli;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.train.TrainingData;
import dev.obverse.data.KnownIds;
import dev.obverse.data.LabelRule;
import dev.obverse.data.LabelledLog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model that {@code train --from} goes on from. Its users and items keep their rows, its config is the base of the run's, and new rows must
 * be labelled by its rule, unless another one is allowed; the optimizer starts anew.
 */
record StartModel(Path file, String sha256, Recommender recommender, boolean allowOtherRule) {
    private static final List<Setting> SHAPE = List.of(Setting.BACKBONE, Setting.DIM, Setting.BIAS, Setting.LINEAR, Setting.EXPOSURE_EPOCHS);

    /** What {@code config.yaml} says of it. */
    record Spec(@Nullable String model, @Nullable String sha256, @Nullable Boolean allowOtherRule) {
        /** The checksum, which only a config that somebody wrote by hand may lack. */
        String checksum() {
            return sha256 == null ? "" : sha256;
        }
    }

    /**
     * Reads the model that the command line or else the config names; null if neither does.
     *
     * @throws InvalidInputException if it cannot be read, or is no longer the one that the config means
     */
    static @Nullable StartModel of(@Nullable Path said, @Nullable Spec fromFile, boolean allowOtherRule) {
        Path file = said != null ? said : fromFile == null || fromFile.model == null ? null : Path.of(fromFile.model);
        if (file == null) {
            return null;
        }
        StartModel start = read(file, allowOtherRule || (fromFile != null && Boolean.TRUE.equals(fromFile.allowOtherRule)));
        if (said == null && fromFile != null && fromFile.sha256 != null && !fromFile.sha256.equals(start.sha256)) {
            throw new InvalidInputException("the model " + start.file + " is no longer the one that the config goes on from (sha256 " + start.sha256
                    + ", then " + fromFile.sha256 + "): put that one back, or name a model with --from");
        }
        return start;
    }

    /** Reads a model that is to go on with rows by any label rule, or by its own alone. */
    static StartModel read(Path file, boolean allowOtherRule) {
        Path model = ModelPath.of(file).toAbsolutePath().normalize();
        // Its values are copied, never computed with, so any kernels will do.
        ModelFile.Stored stored = ModelFile.readStored(model, new ScalarKernels());
        return new StartModel(model, stored.sha256(), stored.recommender(), allowOtherRule);
    }

    Spec spec() {
        return new Spec(file.toString(), sha256, allowOtherRule ? true : null);
    }

    KnownIds ids() {
        return new KnownIds(recommender.users(), recommender.items());
    }

    Map<String, String> settings() {
        return recommender.config().toMap();
    }

    /** Refuses a config that would give the model another shape. */
    void requireShape(TrainingConfig config) {
        TrainingConfig own = recommender.config();
        Architecture shape = Architecture.of(own);
        for (Setting setting : SHAPE) {
            if (!Architecture.of(own.with(setting, config.text(setting))).equals(shape)) {
                throw new InvalidInputException("the model " + file + " was trained with " + setting.key() + "=" + own.text(setting)
                        + " and cannot go on with " + setting.key() + "=" + config.text(setting) + ", which is another architecture: leave it out, or "
                        + "train without --from");
            }
        }
    }

    /** The label rule of the model where none is given; another one is refused, unless it is allowed. */
    DataSpec withRule(DataSpec data) {
        LabelRule rule = Provenance.rule(recommender);
        if (allowOtherRule) {
            return rule == null ? data : data.over(DataSpec.of(rule));
        }
        if (rule == null) {
            throw new InvalidInputException("the model " + file + " does not record what made its rows POSITIVE and NEGATIVE, so new rows could mean "
                    + "something else: train without --from, or pass --allow-other-rule with --positive and --negative if they do not");
        }
        requireSame("--positive", data.positive(), rule.positive());
        requireSame("--negative", data.negative(), rule.negative());
        return data.over(DataSpec.of(rule));
    }

    private void requireSame(String option, @Nullable String given, String own) {
        if (given != null && !given.strip().equals(own.strip())) {
            throw new InvalidInputException("the model " + file + " was trained with " + option + " \"" + own + "\" and cannot go on with \"" + given
                    + "\", which is another label rule: leave " + option + " out, train without --from, or pass --allow-other-rule if it says the same of rows "
                    + "that are written otherwise");
        }
    }

    /**
     * Returns the new rows as more for the model, which was trained on others before.
     *
     * @throws InvalidInputException if the model was trained on rows that it is now to be judged by
     */
    TrainingData after(TrainingData more, Interactions test, boolean allowOverlap) {
        if (!recommender.hasHistory()) {
            return more;
        }
        TrainingData data = more.after(recommender.history().interactions());
        int valid = data.alreadyKnown(data.valid());
        int judged = data.alreadyKnown(test);
        if (valid + judged > 0 && !allowOverlap) {
            throw new InvalidInputException("the model " + file + " was trained on labels of " + valid + " pairs of validation and " + judged
                    + " of test, so it would be judged by what it knows; remove them, or pass --allow-overlap to keep them");
        }
        return data;
    }

    /** Says what goes on and what is new. */
    void print(LabelledLog log, TrainingData data, PrintWriter console) {
        int users = recommender.users().size();
        int items = recommender.items().size();
        console.printf(Locale.ROOT, "going on from %s: %,d users and %,d items that it knows, %,d and %,d new ones; the optimizer starts anew%n", file, users,
                items, log.users().size() - users, log.items().size() - items);
        if (recommender.hasHistory()) {
            int rows = recommender.history().items().length;
            console.printf(Locale.ROOT, "of its %,d rows, %,d are replaced by new rows of the same pair%n", rows, rows - data.earlier().size());
        } else {
            console.println("warning: the model was trained with --no-history, so the new one has none either, unexposed pairs may be ones that it was "
                    + "trained on, and validation and test are not checked against them");
        }
    }
}
