package dev.obverse.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand requests that mean harm, of every kind that {@link Hostility} makes, seeded. Not one of them is the server's fault, so none may be
 * answered with a 5xx; afterwards it serves as before and holds no more memory than before.
 */
final class HostileTest {
    private static final int REQUESTS = 10_000;
    private static final int CLIENTS = 48;
    private static final long ALLOWED_GROWTH = 8L << 20;

    @Test
    void tenThousandHostileRequestsAreRefusedWithoutHarm(@TempDir Path folder) throws Exception {
        try (Running running = Running.in(folder, http -> http.withLimits(
                http.limits().withPatience(Duration.ofMillis(400), Duration.ofSeconds(2)).withResponse(Duration.ofMillis(500))))) {
            String before = running.get("/v1/users/u1/recommendations?n=20").body();
            attack(running.port(), 1_000, 7);
            long held = heap();
            Map<Integer, LongAdder> statuses = attack(running.port(), REQUESTS, 1);
            assertThat(statuses.keySet()).as("%s", statuses).allMatch(status -> status < 500);
            assertThat(statuses.keySet()).as("%s", statuses).contains(0, 200, 400, 404, 405, 408, 413, 414, 415, 422);
            assertThat(statuses.values().stream().mapToLong(LongAdder::sum).sum()).isEqualTo(REQUESTS);
            assertThat(running.get("/v1/users/u1/recommendations?n=20").body()).isEqualTo(before);
            long grown = heap() - held;
            assertThat(grown).as("bytes of heap that stay").isLessThan(ALLOWED_GROWTH);
            assertThat(running.get("/metrics").body()).doesNotContain("status=\"500\"");
        }
    }

    /** Sends requests from several clients at once and counts how they were answered; 0 is a connection that ended without an answer. */
    private static Map<Integer, LongAdder> attack(int port, int requests, int seed) throws Exception {
        Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                running.add(clients.submit(() -> {
                    for (int i = first; i < requests; i += CLIENTS) {
                        int status = one(port, new Hostility(new SplittableRandom(seed * 1_000_003L + i)).request());
                        statuses.computeIfAbsent(status, s -> new LongAdder()).increment();
                    }
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
        return statuses;
    }

    private static int one(int port, Hostility.Request request) {
        try (RawClient client = new RawClient(port)) {
            client.write(request.bytes());
            switch (request.then()) {
                case WAIT -> { }
                case HALF_CLOSE -> client.endOfInput();
                case VANISH -> {
                    client.socket().setSoLinger(true, 0);
                    return 0;
                }
            }
            return RawClient.status(client.answerOrReset());
        } catch (IOException e) {
            return 0;
        }
    }

    private static long heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(50);
            least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    @Test
    void theSameSeedIsTheSameAttack() {
        assertThat(new String(new Hostility(new SplittableRandom(5)).request().bytes(), StandardCharsets.ISO_8859_1))
                .isEqualTo(new String(new Hostility(new SplittableRandom(5)).request().bytes(), StandardCharsets.ISO_8859_1));
    }
}
