package dev.obverse.spark;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.metric.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.Param;

/** The config of a run, from params. */
final class Settings {
    /** Which setting has a param of its own. */
    private static final Map<Setting, String> PARAMS = Map.of(
            Setting.METHOD, "method", Setting.BACKBONE, "backbone", Setting.DIM, "rank", Setting.EPOCHS, "maxIter",
            Setting.LEARNING_RATE, "stepSize", Setting.ALPHA, "alpha", Setting.SEED, "seed");

    /** Metrics that blocks can add up. */
    private static final List<Metric> SELECT = List.of(Metric.AUC, Metric.GAUC, Metric.LOGLOSS);

    private Settings() {}

    /**
     * Returns the config.
     *
     * @throws InvalidInputException if a setting is not known, has a param of its own, or cannot have its value
     */
    static TrainingConfig of(InverseLearningParams params) {
        Map<String, String> said = new LinkedHashMap<>();
        PARAMS.forEach((setting, name) -> {
            Param<Object> param = params.getParam(name);
            if (params.isDefined(param)) {
                said.put(setting.key(), params.getOrDefault(param).toString());
            }
        });
        for (String other : params.getOrDefault(params.settings())) {
            int equals = other.indexOf('=');
            if (equals < 0) {
                throw new InvalidInputException("the entry '" + other + "' of settings is not name=value");
            }
            Setting setting = Setting.named(other.substring(0, equals).strip());
            String own = PARAMS.get(setting);
            if (own != null) {
                throw new InvalidInputException("the setting " + setting.key() + " has a param of its own: use " + own + " instead of settings");
            }
            said.put(setting.key(), other.substring(equals + 1));
        }
        TrainingConfig config = TrainingConfig.of(said);
        if (!SELECT.contains(Metric.named(config.text(Setting.SELECT)))) {
            throw new InvalidInputException("select=" + config.text(Setting.SELECT) + " needs all rows on one machine: on Spark choose auc, gauc or logloss");
        }
        return config;
    }
}
