package dev.obverse.core.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A team of threads that share loops of a few microseconds: the caller is one of them, the others spin for a moment and then park. A
 * loop is cut into pieces. Each thread has its own part of them, the same at every loop, so that it finds in its cache what it left
 * there; who is done waits a moment, and takes from the others only where they do not get on, for what it takes leaves their caches. So a
 * result must not depend on how the loop is cut: sums over a batch are made of parts that the data alone decides ({@link RowSet#SHARES}),
 * added in order, and every number of threads gives the same bits.
 *
 * <p>A cache line that two cores write to costs each of them some hundred nanoseconds where they are far apart. So each thread counts in a line
 * of its own, and looks at those of others only when it waits for them.
 *
 * <p>A loop that is started while another one runs (from within it, or from another thread) is run by its caller alone. Starting a loop
 * allocates nothing as long as its {@link Task} is made beforehand.
 */
public final class Workers implements AutoCloseable {
    private static final int PIECES_PER_THREAD = 4;
    /** Two cache lines: neighbours are fetched in pairs. */
    private static final int APART = 16;

    /** The next loop of a step is usually closer than one pause of a waiting processor is long, so the first looks are made without pausing. */
    private static final int EAGER_LOOKS = 64;
    /** Nanoseconds before a thread that is done with its part of a loop takes what is another one's; many times what a part takes. */
    private static final long PATIENCE = 30_000;
    /** Nanoseconds that a thread waits awake. */
    private static final long AWAKE = 150_000;
    /** How long the caller sleeps at a time, in nanoseconds, while a helper that lost its processor holds the last piece. */
    private static final long NAP = 20_000;

    /** Loops are numbered in 32 bits, and round again. */
    private static final long NUMBERS = (1L << 32) - 1;

    /** The body of a loop, over units {@code from} to {@code to - 1}; called for disjoint ranges, in any order and thread. */
    public interface Task {
        /** Does a part of the loop. */
        void run(int from, int to);
    }

    private final Thread[] helpers;
    /** For each thread, {@link #APART} longs apart: number of the loop (high half), its pieces that nobody has taken yet (low half). */
    private final AtomicLongArray untaken;
    /** For each thread, {@link #APART} longs apart, how many pieces it has ever done. */
    private final AtomicLongArray done;
    private final AtomicInteger sleepers = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    private @Nullable Task task;
    private int units;
    private int grain;
    private int pieces;
    private long loop;
    /** How many pieces all loops so far have had. */
    private long started;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    /**
     * Starts so many threads less one: the caller is the first.
     *
     * @throws IllegalArgumentException if threads is below 1
     */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads + " is not positive");
        }
        untaken = new AtomicLongArray(threads * APART);
        done = new AtomicLongArray(threads * APART);
        helpers = new Thread[threads - 1];
        for (int t = 0; t < helpers.length; t++) {
            int self = t + 1;
            helpers[t] = new Thread(() -> help(self), "obverse-" + self);
            helpers[t].setDaemon(true);
            helpers[t].start();
        }
    }

    /** Returns a team of the caller alone. */
    public static Workers none() {
        return new Workers(1);
    }

    /** Returns the number of threads, the caller included. */
    public int threads() {
        return helpers.length + 1;
    }

    /** Runs a loop to its end, in ranges that start at multiples of {@code grain}; what a task throws is thrown here. */
    public void run(int units, int grain, Task task) {
        int most = (units + grain - 1) / grain;
        if (helpers.length == 0 || most < 2 || closed || !busy.compareAndSet(false, true)) {
            task.run(0, units);
            return;
        }
        this.task = task;
        this.units = units;
        this.grain = grain;
        pieces = Math.min(most, threads() * PIECES_PER_THREAD);
        loop = loop + 1 & NUMBERS;
        started += pieces;
        for (int t = 0; t < threads(); t++) {
            untaken.set(t * APART, loop << 32 | (firstPiece(t + 1) - firstPiece(t)));
        }
        wakeSleepers();
        doOwn(0, loop);
        waitForOthers();
        finish();
    }

    private void waitForOthers() {
        long since = System.nanoTime();
        for (int looks = 0; !isDone(); looks++) {
            if (looks > EAGER_LOOKS) {
                long waited = System.nanoTime() - since;
                if (waited > PATIENCE && !takeFromOthers(0, loop) && waited > AWAKE) {
                    LockSupport.parkNanos(this, NAP);
                }
            }
        }
    }

    private boolean isDone() {
        long sum = 0;
        for (int t = 0; t < threads(); t++) {
            sum += done.getAcquire(t * APART);
        }
        return sum == started;
    }

    private void finish() {
        Throwable thrown = failure;
        failure = null;
        task = null;
        busy.set(false);
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }

    private void wakeSleepers() {
        if (sleepers.get() > 0) {
            for (Thread helper : helpers) {
                LockSupport.unpark(helper);
            }
        }
    }

    /** Returns the first piece of a thread's own part; the parts are as even as can be. */
    private int firstPiece(int thread) {
        return thread * pieces / threads();
    }

    private void doOwn(int self, long number) {
        int count = 0;
        while (takePieceOf(self, number)) {
            count++;
        }
        addDone(self, count);
    }

    /** Takes one piece of a loop from a thread that does not get on with it; false if there is none. */
    private boolean takeFromOthers(int self, long number) {
        for (int k = 1; k < threads(); k++) {
            if (takePieceOf((self + k) % threads(), number)) {
                addDone(self, 1);
                return true;
            }
        }
        return false;
    }

    private void addDone(int self, int count) {
        done.setRelease(self * APART, done.getPlain(self * APART) + count);
    }

    /** Runs one untaken piece of a thread's part of a loop; false if there is none. */
    private boolean takePieceOf(int thread, long number) {
        while (true) {
            long seen = untaken.get(thread * APART);
            int left = (int) seen;
            if (left == 0 || seen >>> 32 != number) {
                return false;
            }
            // A piece is left, so this loop has not ended, and these are its fields, if the exchange below succeeds.
            Task body = task;
            int blocks = (units + grain - 1) / grain;
            int piece = firstPiece(thread + 1) - left;
            int from = (int) ((long) blocks * piece / pieces) * grain;
            int to = Math.min(units, (int) ((long) blocks * (piece + 1) / pieces) * grain);
            if (body != null && untaken.compareAndSet(thread * APART, seen, seen - 1)) {
                run(body, from, to);
                return true;
            }
        }
    }

    private void run(Task body, int from, int to) {
        try {
            body.run(from, to);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private boolean nothingLeft() {
        for (int t = 0; t < threads(); t++) {
            if ((int) untaken.get(t * APART) != 0) {
                return false;
            }
        }
        return true;
    }

    private void help(int self) {
        long ended = 0;
        while (!closed) {
            ended = helpNext(self, ended);
        }
    }

    /**
     * Waits for a loop after the one that has ended, and does its part; a method of its own, which the compiler meets more than once. Of a loop
     * that has just begun, nobody takes another one's pieces before his own: rows would go from cache to cache at every step.
     */
    private long helpNext(int self, long ended) {
        long since = System.nanoTime();
        for (int looks = 0; !closed; looks++) {
            long now = untaken.get(self * APART) >>> 32;
            if (now != ended) {
                doOwn(self, now);
                return now;
            }
            if (looks > EAGER_LOOKS) {
                long waited = System.nanoTime() - since;
                if (waited > PATIENCE && !takeFromOthers(self, ended) && waited > AWAKE) {
                    sleep();
                }
            }
        }
        return ended;
    }

    private void sleep() {
        sleepers.incrementAndGet();
        if (nothingLeft() && !closed) {
            LockSupport.park(this);
        }
        sleepers.decrementAndGet();
    }

    /** Ends the threads; loops are then run by their caller. */
    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }
}
