package dev.obverse.serve;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.serve.answer.ModelSlot;
import dev.obverse.serve.feedback.FeedbackLog;
import dev.obverse.serve.feedback.ModelSwap;
import dev.obverse.serve.feedback.Retraining;
import dev.obverse.serve.http.HttpServer;
import dev.obverse.serve.http.Services;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A model behind HTTP, from {@link #start} to {@link #close}.
 *
 * <pre>{@code
 * try (Server server = Server.start(ServeConfig.of(Path.of("run/model.safetensors"), 8080))) {
 *     ...
 * }
 * }</pre>
 */
public final class Server implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Server.class.getName());

    /** What to close, the last begun first. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private int port;

    private Server() {}

    /**
     * Starts to serve. When this returns, requests are answered.
     *
     * @throws InvalidInputException if the model, a file or a setting does not allow it: one sentence
     */
    public static Server start(ServeConfig config) {
        HttpServer.check(config.http());
        Server server = new Server();
        try {
            server.open(config);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void open(ServeConfig config) {
        Kernels kernels = KernelProviders.choose();
        FeedbackLog log = log(config.feedback());
        Retraining retraining = retraining(config, log, kernels);
        ModelSlot models = opened(ModelSlot.open(retraining == null ? config.model() : retraining.model(), kernels, config.answers()));
        AtomicLong loads = new AtomicLong(1);
        ModelSwap swap = file -> {
            models.swap(file);
            loads.incrementAndGet();
        };
        if (retraining != null) {
            opened(retraining).start(swap);
        } else if (log != null) {
            Retraining.warnIfPassedOver(log, models.with(model -> model.facts().sha256()));
        }
        Path folder = config.model().toAbsolutePath().resolveSibling("").normalize();
        HttpServer http = opened(HttpServer.start(config.http(), new Services(models, folder, retraining == null ? swap : retraining::replace,
                loads::get, config.titles(), log, retraining == null ? null : retraining::status)));
        port = http.port();
    }

    private @Nullable FeedbackLog log(ServeConfig.@Nullable FeedbackPlan plan) {
        return plan == null ? null : opened(FeedbackLog.open(plan.folder(), plan.settings()));
    }

    private static @Nullable Retraining retraining(ServeConfig config, @Nullable FeedbackLog log, Kernels kernels) {
        ServeConfig.RetrainingPlan plan = config.feedback() == null ? null : config.feedback().retraining();
        if (plan == null || log == null) {
            return null;
        }
        return Retraining.prepare(log, config.model(), plan.schedule(), plan.retrainer().apply(kernels), plan.settings(), kernels);
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    /** Returns the port that it listens on. */
    public int port() {
        return port;
    }

    /** Ends well: requests that are under way are answered, feedback that was accepted is on disk. */
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                // One part that cannot end must not keep the others, the feedback log above all, from it.
                LOG.log(System.Logger.Level.ERROR, "the server did not end as it should", e);
            }
        }
    }
}
