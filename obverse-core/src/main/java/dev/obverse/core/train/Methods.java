package dev.obverse.core.train;

import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.loss.CrossEntropy;
import dev.obverse.core.loss.DualCrossEntropy;
import dev.obverse.core.optimizer.Adagrad;
import dev.obverse.core.optimizer.LazyAdam;
import dev.obverse.core.optimizer.Optimizer;
import dev.obverse.core.optimizer.Sgd;
import dev.obverse.core.optimizer.TrialStep;
import java.util.Locale;

/** Makes the method and the optimizer that a config names. */
final class Methods {
    private Methods() {}

    static Method of(TrainingSession session) {
        TrainingConfig config = session.config();
        int ratio = config.whole(Setting.UNLABELED_RATIO);
        return switch (config.text(Setting.METHOD)) {
            case "sampled" -> new MixedMethod("sampled", new CrossEntropy(session.kernels()), session.pool(), ratio, session);
            case "idl" -> new MixedMethod("idl", new DualCrossEntropy(session.kernels()), session.pool(), ratio, session);
            case "ig" -> new InverseGradientMethod(inverseGradient(session), session.pool(), session);
            default -> new LabelledOnly(session);
        };
    }

    private static InverseGradient inverseGradient(TrainingSession session) {
        TrainingConfig config = session.config();
        TrialStep trial = config.is(Setting.STEP, "sgd") ? TrialStep.SGD : TrialStep.SIGN;
        ChoicePolicy policy =
                ChoicePolicy.valueOf(config.text(Setting.POLICY).replace('-', '_').toUpperCase(Locale.ROOT));
        return new InverseGradient(
                session.model().labels(), session.optimizer(), config.alpha(), trial, policy, session.kernels(), session.batchSize(),
                session.workers());
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
