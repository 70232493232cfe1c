package dev.obverse.spark;

import org.apache.spark.ml.param.Param;

/** The values that params have when nothing is said: those of the command line, where it has them. */
final class Defaults {
    private Defaults() {}

    static void on(InverseLearningParams params) {
        put(params, params.userCol(), "user");
        put(params, params.itemCol(), "item");
        put(params, params.labelCol(), "label");
        put(params, params.validationFraction(), 0.1);
        put(params, params.rank(), 32);
        put(params, params.backbone(), "gmf");
        put(params, params.method(), "obverse");
        put(params, params.maxIter(), 40);
        put(params, params.stepSize(), 0.001);
        put(params, params.seed(), 1L);
        put(params, params.numPartitions(), 2);
        put(params, params.roundsPerEpoch(), 4);
        put(params, params.mergeExponent(), 0.5);
        put(params, params.checkpointInterval(), 10);
        put(params, params.coldStartStrategy(), "prior");
        put(params, params.logitCol(), "logit");
        put(params, params.probabilityCol(), "probability");
        put(params, params.keepHistory(), true);
        put(params, params.settings(), new String[0]);
    }

    private static <T> void put(InverseLearningParams params, Param<T> param, T value) {
        params.setDefault(param, value);
    }
}
