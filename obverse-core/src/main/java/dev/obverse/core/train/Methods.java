package dev.obverse.core.train;

import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.loss.DualCrossEntropy;
import dev.obverse.core.loss.Objective;
import dev.obverse.core.loss.ReweightedCrossEntropy;
import dev.obverse.core.loss.TruncatedCrossEntropy;
import dev.obverse.core.optimizer.Adagrad;
import dev.obverse.core.optimizer.LazyAdam;
import dev.obverse.core.optimizer.Optimizer;
import dev.obverse.core.optimizer.RandomDirection;
import dev.obverse.core.optimizer.Sgd;
import dev.obverse.core.optimizer.TrialDirection;
import dev.obverse.core.optimizer.TrialStep;
import java.util.Locale;

/** Makes the method and the optimizer that a config names. {@code obverse} is plain BCE: the rest of that preset is settings. */
final class Methods {
    private Methods() {}

    /** Makes the method; refuses data of which an epoch would not fit into an array. */
    static Method of(TrainingSession session) {
        TrainingMemory.requireEpoch(session.config(), session.labelledRows().length);
        Method method = onLabels(session);
        return session.config().number(Setting.EXPOSURE_EPOCHS) > 0 ? new ExposureFirst(method, session) : method;
    }

    private static Method onLabels(TrainingSession session) {
        TrainingConfig config = session.config();
        int ratio = config.whole(Setting.UNLABELED_RATIO);
        return switch (config.text(Setting.METHOD)) {
            case "sampled" -> new MixedMethod("sampled", new CrossEntropy(session.kernels()), session.pool(), ratio, session);
            case "idl" -> new MixedMethod("idl", new DualCrossEntropy(session.kernels()), session.pool(), ratio, session);
            case "tce" -> new MixedMethod("tce", truncated(session), session.pool(), ratio, session);
            case "rce" -> new MixedMethod("rce", reweighted(session), session.pool(), ratio, session);
            case "dns" -> MixedMethod.withHardNegatives("dns", new CrossEntropy(session.kernels()), session.pool(), ratio, session);
            case "ig" -> new InverseGradientMethod(inverseGradient(session), session.pool(), session);
            default -> new LabelledOnly(session);
        };
    }

    private static Objective truncated(TrainingSession session) {
        TrainingConfig config = session.config();
        return new TruncatedCrossEntropy(session.kernels(), config.number(Setting.DROP_RATE), config.whole(Setting.DROP_STEPS));
    }

    private static Objective reweighted(TrainingSession session) {
        return new ReweightedCrossEntropy(session.kernels(), session.config().number(Setting.BETA));
    }

    private static InverseGradient inverseGradient(TrainingSession session) {
        TrainingConfig config = session.config();
        TrialStep step = config.is(Setting.STEP, "sgd") ? TrialStep.SGD : TrialStep.SIGN;
        TrialDirection trial = config.is(Setting.DIRECTION, "random") ? new RandomDirection(step, config.seed()) : step;
        ChoicePolicy policy =
                ChoicePolicy.valueOf(config.text(Setting.POLICY).replace('-', '_').toUpperCase(Locale.ROOT));
        return new InverseGradient(
                session.model().labels(), session.optimizer(), config.alpha(), trial, policy, session.kernels(), session.batchSize(),
                session.loops());
    }

    static Optimizer optimizer(TrainingConfig config, Kernels kernels) {
        double rate = config.learningRate();
        double l2 = config.number(Setting.L2);
        return switch (config.text(Setting.OPTIMIZER)) {
            case "sgd" -> new Sgd(kernels, rate, l2);
            case "adagrad" -> new Adagrad(kernels, rate, l2);
            default -> new LazyAdam(kernels, rate, l2);
        };
    }
}
