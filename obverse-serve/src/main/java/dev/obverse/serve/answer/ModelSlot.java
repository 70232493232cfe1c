package dev.obverse.serve.answer;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.Kernels;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The model that is served at the moment, and the change to another one while requests run.
 *
 * <p>A request holds the model that it began with until it ends, so that one answer never comes from two models. The slot counts who holds
 * a model; when another one has taken its place and the last holder has left, the old one is closed. So both are in memory only from the
 * reading of the new one to the end of the requests that began before the change. A file that cannot be served changes nothing.
 */
public final class ModelSlot implements AutoCloseable {
    private final Kernels kernels;
    private final AnswerSettings settings;
    private final AtomicReference<@Nullable Held> current;
    private final ReentrantLock swapping = new ReentrantLock();

    private ModelSlot(Kernels kernels, AnswerSettings settings, ServedModel first) {
        this.kernels = kernels;
        this.settings = settings;
        this.current = new AtomicReference<>(new Held(first));
    }

    /**
     * Serves the model of a file.
     *
     * @throws InvalidInputException as {@link ServedModel#load}
     */
    public static ModelSlot open(Path file, Kernels kernels, AnswerSettings settings) {
        return new ModelSlot(kernels, settings, ServedModel.load(file, kernels, settings));
    }

    /**
     * Asks the model. It stays open until the question has been answered, whatever is swapped meanwhile; do not keep it.
     *
     * @throws IllegalStateException if the slot is closed
     */
    public <T> T with(Function<? super ServedModel, ? extends T> question) {
        Held held = hold();
        try {
            return question.apply(held.model());
        } finally {
            held.leave();
        }
    }

    private Held hold() {
        while (true) {
            Held held = current.get();
            if (held == null) {
                throw new IllegalStateException("the model slot is closed");
            }
            // Who is too late finds another one in its place.
            if (held.enter()) {
                return held;
            }
        }
    }

    /**
     * Reads another model and serves it from now on. Returns once new requests go to it; those that run end with the old one. One change at a
     * time: another waits.
     *
     * @return what is known of the new model
     * @throws InvalidInputException if the file cannot be served; the old model goes on
     * @throws IllegalStateException if the slot is closed
     */
    public ModelFacts swap(Path file) {
        swapping.lock();
        try {
            hold().leave();
            ServedModel next = ServedModel.load(file, kernels, settings);
            replace(new Held(next));
            return next.facts();
        } finally {
            swapping.unlock();
        }
    }

    /** Ends the model after its last request; nothing can be asked any more. */
    @Override
    public void close() {
        swapping.lock();
        try {
            replace(null);
        } finally {
            swapping.unlock();
        }
    }

    private void replace(@Nullable Held next) {
        Held before = current.getAndSet(next);
        if (before != null) {
            before.leave();
        }
    }
}
