package dev.obverse.serve.answer;

import dev.obverse.core.rank.ItemRanker;
import dev.obverse.core.rank.TopLists;
import dev.obverse.core.rank.TopRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets requests share the way over the items. Some threads do nothing else: one that is free takes all requests that wait, first come first
 * served, up to {@link #MOST_TOGETHER}, and goes over the items once for all of them. So a lone request waits for nobody, and under load a
 * pass, which costs little more for a dozen users than for one, serves a dozen (the group commit of databases: DeWitt et al., SIGMOD 1984,
 * section 5). Nobody waits for more than the passes that run and those of the requests before it.
 *
 * <p>A caller waits without holding a lock, so a virtual thread gives its carrier back.
 */
final class SharedPasses implements AutoCloseable {
    /** Two tiles of the product: their logits stay in the cache, and a pass stays short. */
    static final int MOST_TOGETHER = 24;

    private final ItemRanker ranker;
    private final int mostWaiting;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Ticket> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private boolean closed;

    /** A request, and its list when it is there. */
    private record Ticket(TopRequest request, CompletableFuture<TopList> list) {}

    /** Starts the threads. */
    SharedPasses(ItemRanker ranker, AnswerSettings settings) {
        this.ranker = ranker;
        this.mostWaiting = settings.mostWaiting();
        for (int t = 0; t < settings.threads(); t++) {
            threads.add(Thread.ofPlatform().daemon().name("obverse-rank-" + t).start(this::serve));
        }
    }

    /**
     * Ranks, together with who else asks.
     *
     * @throws OverloadedException if too many wait already
     * @throws IllegalStateException if it is closed
     */
    TopList rank(TopRequest request) {
        Ticket ticket = new Ticket(request, new CompletableFuture<>());
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("this model is closed");
            }
            if (waiting.size() >= mostWaiting) {
                throw new OverloadedException(waiting.size());
            }
            waiting.add(ticket);
            arrival.signal();
        } finally {
            lock.unlock();
        }
        return Waiting.join(ticket.list);
    }

    /** Returns how many wait for a thread. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void serve() {
        TopLists lists = new TopLists();
        for (List<Ticket> tickets = take(); !tickets.isEmpty(); tickets = take()) {
            if (!serve(tickets, lists)) {
                // One of them is to blame: each by itself, so that it fails alone.
                tickets.forEach(ticket -> serve(List.of(ticket), lists));
            }
        }
    }

    /** Waits for requests and takes them; none once it is closed and all are served. */
    private List<Ticket> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                arrival.awaitUninterruptibly();
            }
            List<Ticket> taken = new ArrayList<>(Math.min(waiting.size(), MOST_TOGETHER));
            while (taken.size() < MOST_TOGETHER && !waiting.isEmpty()) {
                taken.add(waiting.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Serves requests in one pass; returns false where several failed together, and they are still to be served. */
    private boolean serve(List<Ticket> tickets, TopLists lists) {
        try {
            TopRequest[] requests = tickets.stream().map(Ticket::request).toArray(TopRequest[]::new);
            ranker.rank(requests, requests.length, lists);
            for (int j = 0; j < requests.length; j++) {
                tickets.get(j).list.complete(TopList.of(lists, j));
            }
        } catch (RuntimeException | Error e) {
            if (tickets.size() > 1) {
                return false;
            }
            tickets.get(0).list.completeExceptionally(e);
        }
        return true;
    }

    /** Serves what waits, and ends the threads. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
