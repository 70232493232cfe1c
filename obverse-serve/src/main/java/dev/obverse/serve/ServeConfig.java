package dev.obverse.serve;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.serve.answer.AnswerSettings;
import dev.obverse.serve.feedback.LogSettings;
import dev.obverse.serve.feedback.Retrainer;
import dev.obverse.serve.feedback.RetrainingSettings;
import dev.obverse.serve.feedback.Schedule;
import dev.obverse.serve.http.HttpSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What to serve, and how.
 *
 * @param model the model file; others can be loaded from its folder and from folders in that
 * @param answers how much is computed at once
 * @param titles what to call items, by external id; may be empty
 * @param http where to listen, and who may call
 * @param feedback where feedback goes, or null to take none
 */
public record ServeConfig(Path model, AnswerSettings answers, Map<String, String> titles, HttpSettings http, @Nullable FeedbackPlan feedback) {
    /**
     * Where feedback goes.
     *
     * @param folder of the log; made if it is not there
     * @param settings of the log
     * @param retraining what is made of the feedback, or null for nothing
     */
    public record FeedbackPlan(Path folder, LogSettings settings, @Nullable RetrainingPlan retraining) {}

    /**
     * What is made of feedback.
     *
     * @param schedule when
     * @param retrainer by what, given the server's kernels
     * @param settings how the result is judged
     */
    public record RetrainingPlan(Schedule schedule, Function<Kernels, Retrainer> retrainer, RetrainingSettings settings) {}

    /** Copies the titles. */
    public ServeConfig {
        titles = Map.copyOf(titles);
    }

    /** The model alone, open to this machine, at a port. */
    public static ServeConfig of(Path model, int port) {
        return new ServeConfig(model, AnswerSettings.defaults(), Map.of(), HttpSettings.loopback(port), null);
    }

    /** The same with other HTTP settings. */
    public ServeConfig withHttp(HttpSettings newHttp) {
        return new ServeConfig(model, answers, titles, newHttp, feedback);
    }

    /** The same with titles. */
    public ServeConfig withTitles(Map<String, String> newTitles) {
        return new ServeConfig(model, answers, newTitles, http, feedback);
    }

    /** The same with a feedback log in a folder. */
    public ServeConfig withLog(Path folder) {
        return new ServeConfig(model, answers, titles, http, new FeedbackPlan(folder, LogSettings.DEFAULT, null));
    }
}
