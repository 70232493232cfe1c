package dev.obverse.lab.run;

import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.train.TrainingListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs cells, one in each thread, in the order given; a cell that is finished on disk is not run again. */
final class CellQueue {
    private final CellStore store;
    private final CellRunner runner;
    private final Kernels kernels;
    private final int threads;
    private final int total;
    private final StudyListener listener;
    private final Map<PlannedCell, CellOutcome> outcomes = new HashMap<>();

    CellQueue(CellStore store, Kernels kernels, int threads, int total, StudyListener listener) {
        this.store = store;
        this.runner = new CellRunner(kernels);
        this.kernels = kernels;
        this.threads = threads;
        this.total = total;
        this.listener = listener;
    }

    /** Runs those of the cells that have no outcome yet. The first failure ends it; the cells that are running then are lost. */
    void run(List<PlannedCell> cells) {
        List<PlannedCell> open = new LinkedHashSet<>(cells).stream().filter(cell -> !outcomes.containsKey(cell)).toList();
        open.forEach(cell -> cell.slice().announce());
        ExecutorService pool = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name("cell-", 1).factory());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (PlannedCell cell : open) {
                running.add(pool.submit(() -> run(cell)));
            }
            for (Future<?> future : running) {
                await(future);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("a cell failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the study was interrupted", e);
        }
    }

    private void run(PlannedCell planned) {
        try {
            SharedSlice.Held held = planned.slice().take();
            Cell cell = planned.cell();
            CellOutcome stored = store.find(cell.key(held.slice(), kernels.name()), held.slice().judged().size());
            if (stored != null) {
                finished(planned, stored, true);
                return;
            }
            started(planned);
            CellOutcome outcome = runner.run(cell, held.slice(), held.floors(), TrainingListener.NONE);
            store.write(outcome);
            finished(planned, outcome, false);
        } finally {
            planned.slice().release();
        }
    }

    private synchronized void started(PlannedCell planned) {
        listener.started(planned.cell(), planned.slice().id());
    }

    private synchronized void finished(PlannedCell planned, CellOutcome outcome, boolean reused) {
        outcomes.put(planned, outcome);
        listener.finished(outcome.result(), reused, outcomes.size(), total);
    }

    /** The outcome of a cell that was run. */
    synchronized CellOutcome outcome(PlannedCell cell) {
        return Objects.requireNonNull(outcomes.get(cell));
    }
}
