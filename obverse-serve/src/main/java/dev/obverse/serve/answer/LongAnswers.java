package dev.obverse.serve.answer;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Computes answers that take longer than a look-up: on platform threads, which the machine shares out fairly, so that they hold up neither the
 * carriers of virtual threads nor the passes over the items.
 */
final class LongAnswers implements AutoCloseable {
    private final ThreadPoolExecutor threads;

    LongAnswers(AnswerSettings settings) {
        threads = new ThreadPoolExecutor(
                settings.threads(), settings.threads(), 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(settings.mostWaiting()),
                Thread.ofPlatform().daemon().name("obverse-answer-", 0).factory());
    }

    /**
     * Computes an answer while the caller waits; what it throws is thrown here.
     *
     * @throws OverloadedException if too many wait already
     * @throws IllegalStateException if it is closed
     */
    <T> T answer(Supplier<T> question) {
        return Waiting.join(start(question));
    }

    /** Starts to compute an answer. */
    <T> CompletableFuture<T> start(Supplier<T> question) {
        try {
            return CompletableFuture.supplyAsync(question, threads);
        } catch (RejectedExecutionException e) {
            if (threads.isShutdown()) {
                throw new IllegalStateException("this model is closed", e);
            }
            throw new OverloadedException(threads.getQueue().size());
        }
    }

    /** Returns how many wait for a thread. */
    int waiting() {
        return threads.getQueue().size();
    }

    /** Computes what waits, and ends the threads. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
