package dev.obverse.lab.run;

import dev.obverse.core.metric.Metric;
import dev.obverse.core.metric.Metrics;
import dev.obverse.core.train.Choice;
import dev.obverse.core.train.EpochRecord;
import dev.obverse.core.train.Floor;
import dev.obverse.lab.result.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run that went wrong looks like in its history. A signature is a reason to look, not a proof. All but divergence look only at the
 * epochs up to the one that was kept, for what came after did no harm.
 */
public final class FailureSignatures {
    /** Nats by which the gap between guard and validation must widen. */
    private static final double WIDENING = 0.05;
    /** Nats by which the validation loss must have risen meanwhile. */
    private static final double RISE = 0.02;
    /** A mean loss of an epoch so many times the lowest before it is going the wrong way. */
    private static final double EXPLOSION = 2;
    /** AUC by which a model must miss its floor: less is noise. */
    private static final double MARGIN = 0.002;
    /** The share of one choice from which on the choices are all one way. */
    private static final double ONE_WAY = 0.995;
    private static final long FEWEST_CHOICES = 50;

    private FailureSignatures() {}

    /**
     * Looks for every signature.
     *
     * @param history the epochs of a run
     * @param bestEpoch the epoch that was kept
     * @param judged its metrics on the judged rows, or null where there are none
     * @param floors the floors on the same rows; may be empty
     * @return the warnings, the gravest first
     */
    public static List<Warning> find(
            List<EpochRecord> history, int bestEpoch, @Nullable Metrics judged, Map<Floor, Metrics> floors) {
        List<Warning> warnings = new ArrayList<>();
        List<EpochRecord> kept = history.subList(0, Math.min(bestEpoch, history.size()));
        add(warnings, divergence(history));
        add(warnings, judged == null ? null : underFloor(judged, floors));
        add(warnings, widening(kept));
        add(warnings, oneWay(kept));
        return warnings;
    }

    static Warning diverged(String sentence) {
        return new Warning("divergence", "The run ended without a result: " + sentence);
    }

    static Warning refused(String sentence) {
        return new Warning("not-run", "The run could not begin: " + sentence);
    }

    private static void add(List<Warning> warnings, @Nullable Warning warning) {
        if (warning != null) {
            warnings.add(warning);
        }
    }

    private static @Nullable Warning divergence(List<EpochRecord> history) {
        double lowest = Double.POSITIVE_INFINITY;
        for (EpochRecord epoch : history) {
            double loss = trainingLoss(epoch);
            boolean finite = epoch.losses().values().stream().allMatch(Double::isFinite);
            if (!finite || loss > EXPLOSION * lowest) {
                return new Warning("divergence", String.format(Locale.ROOT, "The training loss went %s in epoch %d: try a smaller learning rate or alpha.",
                        finite ? String.format(Locale.ROOT, "from %.4f up to %.4f", lowest, loss) : "out of the finite numbers", epoch.epoch()));
            }
            lowest = Math.min(lowest, loss);
        }
        return null;
    }

    /** The loss of labelled batches where they have one of their own, else the first. */
    private static double trainingLoss(EpochRecord epoch) {
        Double labelled = labelledLoss(epoch);
        return labelled != null ? labelled : epoch.losses().values().stream().findFirst().orElse(0.0);
    }

    private static @Nullable Double labelledLoss(EpochRecord epoch) {
        return epoch.losses().getOrDefault("stay", epoch.losses().get("bce"));
    }

    private static @Nullable Warning underFloor(Metrics judged, Map<Floor, Metrics> floors) {
        double auc = judged.get(Metric.AUC);
        Floor strongest = null;
        double best = auc + MARGIN;
        for (Map.Entry<Floor, Metrics> floor : floors.entrySet()) {
            if (floor.getValue().get(Metric.AUC) > best) {
                best = floor.getValue().get(Metric.AUC);
                strongest = floor.getKey();
            }
        }
        return strongest == null ? null : new Warning("under-floor",
                String.format(Locale.ROOT, "AUC %.4f is below the %s floor, %.4f, which needs no model.", auc,
                        strongest.key().replace('_', '-'), best));
    }

    /** IG guards its steps with the training-test slice and trains on it too: a guard that it knows by heart guards nothing. */
    private static @Nullable Warning widening(List<EpochRecord> kept) {
        double smallest = Double.POSITIVE_INFINITY;
        double lowestValid = Double.POSITIVE_INFINITY;
        double gap = Double.NaN;
        double valid = Double.NaN;
        for (EpochRecord epoch : kept) {
            Double guard = labelledLoss(epoch);
            if (guard == null || epoch.valid() == null) {
                continue;
            }
            valid = epoch.valid().get(Metric.LOGLOSS);
            gap = valid - guard;
            smallest = Math.min(smallest, gap);
            lowestValid = Math.min(lowestValid, valid);
        }
        if (!(gap - smallest > WIDENING && valid - lowestValid > RISE)) {
            return null;
        }
        return new Warning("overfit-or-leak", String.format(Locale.ROOT, "Validation log-loss rose from %.4f to %.4f while its distance from the loss of the"
                + " training rows that it is held against widened by %.4f: the run overfits them, or they leak into training.",
                lowestValid, valid, gap - smallest));
    }

    private static @Nullable Warning oneWay(List<EpochRecord> kept) {
        for (Choice choice : Choice.values()) {
            long chosen = kept.stream().mapToLong(epoch -> epoch.choices().getOrDefault(choice, 0L)).sum();
            long all = kept.stream().flatMap(epoch -> epoch.choices().values().stream()).mapToLong(Long::longValue).sum();
            if (all >= FEWEST_CHOICES && chosen >= ONE_WAY * all) {
                return new Warning("one-way", String.format(Locale.ROOT, "%.1f %% of the %d choices were %s: %s.",
                        100.0 * chosen / all, all, choice.name().toLowerCase(Locale.ROOT), meaning(choice)));
            }
        }
        return null;
    }

    private static String meaning(Choice choice) {
        return switch (choice) {
            case DIRECT -> "the guard never objects, so this is the Inverse Dual Loss alone";
            case INVERSE -> "the annotation is wrong throughout, or alpha is so large that every step of it does harm";
            case STAY -> "the unlabeled pairs are never used, so this is training on labels alone; try a smaller alpha";
        };
    }
}
