package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Trains the model in service on with the feedback that comes, in the background, and puts the new one into service if it is not worse.
 *
 * <p>An attempt takes the feedback that the model was not trained on yet, holds out the most recent share of its labelled rows, trains on the rest,
 * and compares both models on what was held out ({@link TrainingAttempt}). If the new one is not worse it goes into service, and what was held
 * out is trained on next time; else the old one goes on and all of the feedback is tried again next time, with what has come by then. One attempt
 * runs at a time, in a thread of low priority; whatever goes wrong is logged and shown, and the server goes on.
 *
 * <p>Accepted models lie in the log's folder, {@code models/000001/run/model.safetensors} and so on. {@code retraining.json} names the one in
 * service, so that a restart goes on with it, as long as the server is given the same model file as before.
 */
public final class Retraining implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Retraining.class.getName());
    private static final long LOOK_MILLIS = 200;
    private static final long LONGEST_WAIT_MILLIS = 5_000;

    private final FeedbackLog log;
    private final Schedule schedule;
    private final Retrainer retrainer;
    private final RetrainingSettings settings;
    private final Kernels kernels;
    private final ModelFolder models;
    private final Agenda agenda;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "obverse-retraining");
    private final Map<Attempt.Outcome, Long> outcomes = new EnumMap<>(Attempt.Outcome.class);

    /** Held while the model in service changes, which may take a while; what is told of the state waits for nobody. */
    private final Object changing = new Object();

    private volatile RetrainingState state;
    private Path model;
    private volatile @Nullable ModelSwap swap;
    private boolean running;
    private long generation;

    private Retraining(
            FeedbackLog log, Schedule schedule, Retrainer retrainer, RetrainingSettings settings, Kernels kernels, ServedBefore before) {
        this.log = log;
        this.schedule = schedule;
        this.retrainer = retrainer;
        this.settings = settings;
        this.kernels = kernels;
        this.models = new ModelFolder(log.folder());
        this.state = before.state();
        this.model = before.model();
        this.agenda = new Agenda(log, schedule, state);
        if (!before.noted()) {
            // From here a time counts, however often the server is started until it is over.
            save();
        }
    }

    /**
     * Finds out which model to begin with; nothing runs yet.
     *
     * @param log where feedback comes in
     * @param model the file that the server was given
     * @param schedule when an attempt is due
     * @param retrainer what trains
     * @param settings how a new model is judged
     * @param kernels what both models are scored with
     * @throws InvalidInputException if the model or what is known of earlier training cannot be read
     */
    public static Retraining prepare(
            FeedbackLog log, Path model, Schedule schedule, Retrainer retrainer, RetrainingSettings settings, Kernels kernels) {
        return new Retraining(log, schedule, retrainer, settings, kernels, ServedBefore.of(log, model.toAbsolutePath().normalize()));
    }

    /**
     * Says so in the log if a server that does not train passes over the model that an earlier one had put into service.
     *
     * @param log where feedback comes in
     * @param sha256 the checksum of the model that the server was given
     */
    public static void warnIfPassedOver(FeedbackLog log, String sha256) {
        ServedBefore.warnIfPassedOver(log, sha256);
    }

    /** Returns the file of the model to serve: before {@link #start} the one to begin with. */
    public synchronized Path model() {
        return model;
    }

    /** Begins to watch the log. */
    @SuppressWarnings("ThreadPriorityCheck") // A hint and no more: nothing rests on it.
    public synchronized void start(ModelSwap into) {
        swap = into;
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    /**
     * Puts a model into service that somebody else chose; what is being trained now will not replace it, all feedback is new to it, and a server
     * that is started again knows it only if it is given the same file.
     *
     * @throws InvalidInputException if it cannot be used; then all is as it was
     */
    public void replace(Path other) {
        Path given = other.toAbsolutePath().normalize();
        synchronized (changing) {
            String base = ModelFile.sha256(given);
            swapTo(given);
            synchronized (this) {
                generation++;
                model = given;
                state = RetrainingState.beginning(base, state.attempts(), agenda.beginAnew());
            }
            save();
        }
    }

    private void swapTo(Path file) {
        ModelSwap into = swap;
        if (into == null) {
            throw new IllegalStateException("retraining has not been started");
        }
        into.to(file);
    }

    /** Returns how it is doing. */
    public synchronized RetrainingStatus status() {
        return new RetrainingStatus(schedule.toString(), running, model, agenda.newRows(), agenda.dueAt(), count(Attempt.Outcome.ACCEPTED),
                count(Attempt.Outcome.REJECTED), count(Attempt.Outcome.SKIPPED), count(Attempt.Outcome.FAILED), state.last());
    }

    private long count(Attempt.Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    private synchronized boolean isDue() {
        return agenda.isDue();
    }

    private void run() {
        while (!closed()) {
            if (isDue()) {
                attemptSafely();
            } else {
                pause();
            }
        }
    }

    /** An attempt takes care of its own faults; what is left is a folder that cannot be read, or a lack of memory at the worst moment. */
    private void attemptSafely() {
        try {
            attempt();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "retraining failed", e);
            synchronized (this) {
                outcomes.merge(Attempt.Outcome.FAILED, 1L, Long::sum);
                agenda.failed();
            }
        } finally {
            synchronized (this) {
                running = false;
            }
        }
    }

    private void pause() {
        try {
            ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Whoever interrupts this thread wants it to end.
            ended.countDown();
        }
    }

    private boolean closed() {
        return ended.getCount() == 0;
    }

    /** What an attempt begins with, taken at one moment. */
    private record Beginning(RetrainingState state, Path model, long generation, LogPosition end, Instant time) {}

    /** The rows are counted before their end is asked for: one that is written in between is trained on, and counted the next time. */
    private synchronized Beginning begin() {
        running = true;
        Instant time = agenda.begin();
        return new Beginning(state, model, generation, log.end(), time);
    }

    private void attempt() {
        Beginning beginning = begin();
        long number = beginning.state.attempts() + 1;
        TrainingAttempt.Result result = resultOf(beginning, number);
        boolean accepted = finish(beginning, number, result);
        if (accepted) {
            models.keepNewest(settings.keptModels());
        } else {
            models.remove(number);
        }
    }

    private TrainingAttempt.Result resultOf(Beginning beginning, long number) {
        TrainingAttempt attempt = new TrainingAttempt(
                log.folder(), beginning.model, beginning.state.inService(), retrainer, settings, kernels, () -> isStale(beginning.generation));
        try {
            return attempt.run(beginning.state.trainedTo(), beginning.end, models.begin(number));
        } catch (InvalidInputException e) {
            return failed(beginning, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            // Even without memory for one more model the server goes on with the one that it has.
            if (!isStale(beginning.generation)) {
                LOG.log(System.Logger.Level.ERROR, "retraining failed", e);
            }
            return failed(beginning, e.toString());
        }
    }

    private static TrainingAttempt.Result failed(Beginning beginning, String reason) {
        String sentence = reason.lines().findFirst().orElse("");
        return new TrainingAttempt.Result(Attempt.Outcome.FAILED, sentence, 0, null, null, beginning.state.trainedTo());
    }

    private synchronized boolean isStale(long began) {
        return closed() || generation != began;
    }

    /** Puts an accepted model into service, unless another one has come meanwhile, and notes what happened. */
    private boolean finish(Beginning beginning, long number, TrainingAttempt.Result result) {
        synchronized (changing) {
            TrainingAttempt.Result last = isStale(beginning.generation) ? stopped(result) : inService(result);
            double seconds = Duration.between(beginning.time, Instant.now()).toNanos() * 1e-9;
            Attempt attempt = new Attempt(number, last.outcome(), last.reason(), beginning.time, seconds, last.rows(), last.comparison());
            note(attempt, beginning.end, last);
            save();
            LOG.log(attempt.outcome() == Attempt.Outcome.FAILED ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
                    "retraining " + number + " " + attempt.outcome().name().toLowerCase(Locale.ROOT) + ": " + attempt.reason());
            return attempt.outcome() == Attempt.Outcome.ACCEPTED;
        }
    }

    private TrainingAttempt.Result stopped(TrainingAttempt.Result result) {
        return result.endedBy(Attempt.Outcome.STOPPED, closed() ? "the server ended" : "another model was put into service meanwhile");
    }

    private TrainingAttempt.Result inService(TrainingAttempt.Result result) {
        Path file = result.model();
        try {
            if (file != null) {
                swapTo(file);
            }
            return result;
        } catch (RuntimeException e) {
            return result.endedBy(Attempt.Outcome.FAILED, "the new model could not be put into service: " + e.getMessage());
        }
    }

    private void note(Attempt attempt, LogPosition end, TrainingAttempt.Result result) {
        Path file = result.model();
        RetrainingState.Accepted accepted = file == null ? null
                : new RetrainingState.Accepted(models.path().relativize(file).toString(), ModelFile.sha256(file));
        synchronized (this) {
            outcomes.merge(attempt.outcome(), 1L, Long::sum);
            if (file != null && accepted != null) {
                model = file;
                state = state.after(attempt, end, accepted, result.trainedTo());
            } else {
                state = state.after(attempt, end);
            }
            if (attempt.outcome() == Attempt.Outcome.FAILED) {
                agenda.failed();
            }
        }
    }

    /** The server goes on even where it cannot note what it did; started again it begins from an older state. */
    private void save() {
        try {
            state.write(log.folder());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "what retraining did could not be noted: " + e.getMessage());
        }
    }

    /** Ends the watch. An attempt that is under way is told to stop, and waited for a moment; its model does not go into service. */
    @Override
    public void close() {
        ended.countDown();
        try {
            thread.join(LONGEST_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
