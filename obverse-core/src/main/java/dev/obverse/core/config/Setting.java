package dev.obverse.core.config;

import dev.obverse.core.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Every hyper-parameter: its name on the command line and in {@code config.yaml}, its default, the values it may have, and what it
 * means.
 */
public enum Setting {
    /** How a training step reads labels. */
    METHOD("method", "bce", Range.oneOf("bce", "sampled", "idl", "ig", "tce", "rce", "dns", "obverse"), "what a training step is; obverse is bce with what we add to it"),
    /** What gives a logit to a pair. */
    BACKBONE("backbone", "gmf", Range.oneOf("gmf", "mlp", "neumf"), "the model that is trained"),
    /** Seed of everything that is drawn in training. */
    SEED("seed", "1", Range.whole(Long.MIN_VALUE, Long.MAX_VALUE), "seed of training"),
    /** Passes over the labelled rows. */
    EPOCHS("epochs", "40", Range.whole(1, 1_000_000), "passes over the labelled rows at the most"),
    /** Early stopping. */
    PATIENCE("patience", "10", Range.whole(0, 1_000_000), "epochs without a better validation metric before training stops; 0 never stops"),
    /** The validation metric that picks the best epoch. */
    SELECT("select", "auc",
            Range.oneOf("auc", "gauc", "gauc.positives", "gauc.impressions", "ndcg@10", "mrr", "logloss", "ece", "average_precision"),
            "the validation metric that picks the best epoch"),
    /** Pairs of a batch. */
    BATCH("batch", "1024", Range.whole(1, 1 << 20), "pairs of a batch"),
    /** Users whose pairs come together. */
    GROUP("group", "0", Range.whole(0, 1 << 30),
            "users whose pairs come together in an epoch, drawn anew each time, which spares memory where tables outgrow the cache (2048, say); "
                    + "0 mixes all pairs"),
    /** gamma. */
    LEARNING_RATE("learning-rate", "0.001", Range.above(0, 100), "gamma, the size of a labelled step"),
    /** Weight decay. */
    L2("l2", "0", Range.real(0, 100), "L2 penalty on what a batch touches"),
    /** Width of an embedding. */
    DIM("dim", "32", Range.whole(1, 4096), "width of the embeddings; a tower has embeddings 4 times as wide"),
    /** Optimizer. */
    OPTIMIZER("optimizer", "adam", Range.oneOf("adam", "adagrad", "sgd"), "lazy Adam, Adagrad or plain descent"),
    /** Trial step size. */
    ALPHA("alpha", "auto", Range.autoOr(Range.above(0, 1000)), "size of IG's trial step; auto is a tenth of the learning rate"),
    /** Trial step. */
    STEP("step", "sign", Range.oneOf("sgd", "sign"), "IG's trial step: the gradient, or its sign"),
    /** Choice among trial points. */
    POLICY("policy", "three-way", Range.oneOf("two-way", "three-way", "stay"),
            "whether IG may also stay where it is; with stay it always does, and only trains on the rest of the labelled rows"),
    /** Which way a trial goes. */
    DIRECTION("direction", "idl", Range.oneOf("idl", "random"), "IG's trial goes along IDL's gradient, or in a random direction of its size"),
    /** IG's inner split. */
    TRAINING_TRAIN("training-train", "0.9", Range.inside(0, 1), "share of the labelled rows that IG trains on before it guards with the rest"),
    /** Epochs of plain BCE before IG. */
    WARM_UP("warm-up", "0", Range.whole(0, 1_000_000), "first epochs that are plain BCE on training-train"),
    /** Where unlabeled pairs come from. */
    POOL("pool", "unexposed", Range.oneOf("unexposed", "exposed", "mixed", "popular", "auto"),
            "where unlabeled pairs are drawn from; popular is unexposed, by training rows of the item ^ 0.75; auto is exposed where there "
                    + "are UNLABELED rows, else unexposed"),
    /** Unlabeled pairs for each labelled row. */
    UNLABELED_RATIO("unlabeled-ratio", "1", Range.whole(1, 1000), "unlabeled pairs for each labelled row"),
    /** Share of a batch that T-CE drops in the end. */
    DROP_RATE("drop-rate", "0.1", Range.below(0, 1), "share of a batch, the largest losses, that tce drops in the end"),
    /** Steps until T-CE drops that share. */
    DROP_STEPS("drop-steps", "3000", Range.whole(1, 1_000_000_000), "steps over which tce's share rises from 0"),
    /** Exponent of R-CE's weights. */
    BETA("beta", "0.2", Range.real(0, 100), "exponent of the probability of a label in rce's weight of its pair; 0 weighs all alike"),
    /** Candidates of a hard negative. */
    HARD_OF("hard-of", "5", Range.whole(1, 1000), "candidates of which dns takes the highest scored one"),
    /** Biases of users and items. */
    BIAS("bias", "none", Range.oneOf("none", "zero", "prior"), "biases of users and items: none, from zero, or from shrunk rates"),
    /** Linear terms. */
    LINEAR("linear", "false", Range.oneOf("false", "true"), "linear terms over the embeddings"),
    /** Passes of exposure pre-training. */
    EXPOSURE_EPOCHS("exposure-epochs", "0", Range.real(0, 1_000_000),
            "passes over all rows, before the first labelled epoch, that teach the embeddings to tell exposed pairs from unexposed ones"),
    /** Share of such a pass before each later epoch. */
    EXPOSURE_SHARE("exposure-share", "0.1", Range.real(0, 1000), "share of such a pass before each later epoch; counts if exposure-epochs is above 0");

    private static final int LONGEST_SHOWN = 100;

    private final String key;
    private final String defaultValue;
    private final Range range;
    private final String meaning;

    Setting(String key, String defaultValue, Range range, String meaning) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.range = range;
        this.meaning = meaning;
    }

    /** Returns the name in {@code --set name=value} and in {@code config.yaml}. */
    public String key() {
        return key;
    }

    /** Returns the value that holds when nothing is said. */
    public String defaultValue() {
        return defaultValue;
    }

    /** Returns what it means, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** Returns which values it may have, in words. */
    public String allowed() {
        return range.words();
    }

    /**
     * Returns the setting of a name.
     *
     * @throws InvalidInputException if there is none; names the nearest one
     */
    public static Setting named(String name) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "there is no setting '" + InvalidInputException.shown(name, LONGEST_SHOWN) + "'; " + Nearest.hint(name, names())));
    }

    private static List<String> names() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    /**
     * Returns the value without the space around it.
     *
     * @throws InvalidInputException if this setting cannot have it
     */
    String checked(String value) {
        String trimmed = value.strip();
        if (!range.allows(trimmed)) {
            throw new InvalidInputException(key + " is " + range.words() + ", not '" + InvalidInputException.shown(value, LONGEST_SHOWN) + "'"
                    + range.hint(trimmed));
        }
        return trimmed;
    }

    /**
     * Returns two lines for each setting: name, default and meaning, then the values that it may have. Where the method that holds unless another
     * one is said brings a value of its own, that one is the default, and the second line says which it is under the other methods.
     *
     * @param method the method that holds when nothing is said
     */
    public static String describe(String method) {
        return Arrays.stream(values())
                .map(s -> String.format(Locale.ROOT, "  %-16s %-10s %s%n  %-27s %s", s.key, s.defaultUnder(method), s.meaning, "", s.words(method)))
                .collect(Collectors.joining("\n"));
    }

    private String defaultUnder(String method) {
        return this == METHOD ? method : Preset.value(method, this);
    }

    private String words(String method) {
        boolean brought = this != METHOD && !defaultUnder(method).equals(defaultValue);
        return range.words() + (brought ? "; the default is " + defaultValue + " under other methods" : "");
    }
}
