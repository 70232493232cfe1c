package dev.obverse.lab.result;

import java.util.Map;

/** What a method is compared as; its settings decide. */
public enum Role {
    /** Plain cross-entropy on the labelled rows, bare or with biases that start from zero. */
    CONTROL,
    /** A method that was known before the paper. */
    BASELINE,
    /** The Inverse Dual Loss or the Inverse Gradient as in the paper, or an ablation of them. */
    PAPER,
    /** Anything with what Obverse adds to the paper: the bias prior, linear terms, exposure pre-training. */
    OURS;

    /** Returns the role of a run with these settings. */
    public static Role of(Map<String, String> settings) {
        boolean prior = settings.getOrDefault("bias", "none").equals("prior");
        boolean linear = settings.getOrDefault("linear", "false").equals("true");
        boolean exposure = Double.parseDouble(settings.getOrDefault("exposure-epochs", "0")) > 0;
        if (prior || linear || exposure) {
            return OURS;
        }
        return switch (settings.getOrDefault("method", "bce")) {
            case "bce" -> CONTROL;
            case "sampled", "tce", "rce", "dns" -> BASELINE;
            case "obverse" -> OURS;
            default -> PAPER;
        };
    }
}
