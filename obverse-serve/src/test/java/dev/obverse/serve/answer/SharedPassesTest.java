package dev.obverse.serve.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.kernel.Workers;
import dev.obverse.core.rank.ItemRanker;
import dev.obverse.core.rank.TopRequest;
import dev.obverse.core.rank.Weighting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Requests that share passes. What a request leaves out is asked on the thread that ranks, so a test can hold a pass there, or make its request
 * fail.
 */
final class SharedPassesTest {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final ItemRanker ranker = ItemRanker.of(Models.of(300, 1, false).model(), 300, Models.KERNELS, Workers.none());

    private static TopRequest request(int user, IntPredicate without) {
        return new TopRequest(null, user, 5, Weighting.LIKE, without);
    }

    private static TopRequest request(int user) {
        return request(user, item -> false);
    }

    private static CompletableFuture<TopList> ask(SharedPasses passes, TopRequest request) {
        return CompletableFuture.supplyAsync(() -> passes.rank(request), THREADS);
    }

    private static List<Integer> items(TopList list) {
        return IntStream.of(list.items()).boxed().toList();
    }

    /** Holds whoever asks until it is opened. */
    private static final class Gate implements IntPredicate {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public boolean test(int item) {
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return false;
        }
    }

    private static void awaitWaiting(SharedPasses passes, int count) throws InterruptedException {
        while (passes.waiting() < count) {
            Thread.sleep(1);
        }
    }

    @Test
    void whatArrivesWhileAPassRunsGoesTogetherAndWhoFailsFailsAlone() throws InterruptedException {
        Gate gate = new Gate();
        try (SharedPasses passes = new SharedPasses(ranker, new AnswerSettings(1, 100))) {
            List<List<Integer>> alone = new ArrayList<>();
            for (int user = 0; user < 40; user++) {
                alone.add(items(passes.rank(request(user))));
            }
            CompletableFuture<TopList> held = ask(passes, request(0, gate));
            gate.reached.await();
            List<CompletableFuture<TopList>> others = new ArrayList<>();
            for (int user = 0; user < 40; user++) {
                boolean fails = user % 10 == 3;
                others.add(ask(passes, request(user, item -> {
                    if (fails) {
                        throw new ArithmeticException("mine");
                    }
                    return false;
                })));
            }
            awaitWaiting(passes, 40);
            gate.open.countDown();
            assertThat(items(held.join())).isEqualTo(alone.get(0));
            for (int user = 0; user < 40; user++) {
                CompletableFuture<TopList> one = others.get(user);
                if (user % 10 == 3) {
                    assertThatThrownBy(one::join).isInstanceOf(CompletionException.class)
                            .cause().isInstanceOf(ArithmeticException.class).hasMessage("mine");
                } else {
                    assertThat(items(one.join())).isEqualTo(alone.get(user));
                }
            }
        }
    }

    @Test
    void whoComesWhenTooManyWaitIsTurnedAwayAndTheOthersAreServed() throws InterruptedException {
        Gate gate = new Gate();
        try (SharedPasses passes = new SharedPasses(ranker, new AnswerSettings(1, 3))) {
            CompletableFuture<TopList> held = ask(passes, request(0, gate));
            gate.reached.await();
            List<CompletableFuture<TopList>> others = IntStream.range(0, 3).mapToObj(user -> ask(passes, request(user))).toList();
            awaitWaiting(passes, 3);
            assertThatThrownBy(() -> passes.rank(request(4))).isInstanceOf(OverloadedException.class).hasMessageContaining("3 requests");
            gate.open.countDown();
            assertThat(held.join().items()).hasSize(5);
            assertThat(others).allSatisfy(one -> assertThat(one.join().items()).hasSize(5));
            assertThat(passes.rank(request(4)).items()).hasSize(5);
        }
    }

    @Test
    void closingServesWhatWaitsAndRefusesWhatComesAfter() throws InterruptedException {
        Gate gate = new Gate();
        SharedPasses passes = new SharedPasses(ranker, new AnswerSettings(1, 100));
        CompletableFuture<TopList> held = ask(passes, request(0, gate));
        gate.reached.await();
        CompletableFuture<TopList> waits = ask(passes, request(1));
        awaitWaiting(passes, 1);
        passes.close();
        assertThatThrownBy(() -> passes.rank(request(2))).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        gate.open.countDown();
        assertThat(held.join().items()).hasSize(5);
        assertThat(waits.join().items()).hasSize(5);
    }

    @Test
    void noRequestIsForgottenHoweverTheyArrive() {
        AtomicInteger served = new AtomicInteger();
        try (SharedPasses passes = new SharedPasses(ranker, new AnswerSettings(3, 10_000))) {
            List<CompletableFuture<Void>> callers = IntStream.range(0, 200)
                    .mapToObj(caller -> CompletableFuture.runAsync(() -> {
                        for (int k = 0; k < 50; k++) {
                            passes.rank(request((caller + k) % Models.USERS));
                            served.incrementAndGet();
                        }
                    }, THREADS))
                    .toList();
            callers.forEach(CompletableFuture::join);
        }
        assertThat(served).hasValue(200 * 50);
    }
}
