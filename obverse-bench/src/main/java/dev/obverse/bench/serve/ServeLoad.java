package dev.obverse.bench.serve;

import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Measures {@code ./obverse serve} from a second process on the same cores: {@code LAUNCHER ROUNDS [BACKBONE]}. Prints a table of medians over the
 * rounds; docs/performance.md says what it means.
 */
public final class ServeLoad {
    private static final int STEADY = 300;
    private static final int SWAPS = 20;
    private static final double SECONDS = 10;

    private final ServerProcess server;
    private final int rounds;

    private ServeLoad(ServerProcess server, int rounds) {
        this.server = server;
        this.rounds = rounds;
    }

    /** Measures. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path launcher = Path.of(args[0]);
        int rounds = Integer.parseInt(args[1]);
        String backbone = args.length > 2 ? args[2] : "gmf";
        Path folder = Files.createTempDirectory("obverse-serve");
        try {
            Kernels kernels = KernelProviders.choose();
            Path model = ServedModels.write(folder.resolve("a.safetensors"), backbone, 1, kernels);
            ServedModels.write(folder.resolve("b.safetensors"), backbone, 2, kernels);
            try (ServerProcess server = new ServerProcess(launcher, model, folder)) {
                new ServeLoad(server, rounds).measure(backbone);
            }
        } finally {
            delete(folder);
        }
    }

    private void measure(String backbone) throws IOException, InterruptedException {
        System.out.printf(Locale.ROOT, "%s, %,d items x %d, %,d users, %d rounds of %.0f s%n",
                backbone, ServedModels.ITEMS, ServedModels.DIM, ServedModels.USERS, rounds, SECONDS);
        LongFunction<byte[]> top = k -> Connection.request("GET", "/v1/users/u" + user(k) + "/recommendations?n=100&exclude_seen=true", "");
        byte[][] scores = scores();
        LongFunction<byte[]> score = k -> scores[(int) (k % scores.length)];
        // Turns that do not count, until the compiler has seen all of it.
        new Load(server.port(), 16, 0, SECONDS, top).run();
        new Load(server.port(), 16, STEADY, SECONDS, score).run();
        Map<String, Load> lines = new LinkedHashMap<>();
        for (int connections : new int[] {8, 32}) {
            lines.put("recommendations?n=100, " + connections + " connections, saturated", new Load(server.port(), connections, 0, SECONDS, top));
        }
        lines.put("recommendations?n=100, " + STEADY + " a second", new Load(server.port(), 32, STEADY, SECONDS, top));
        lines.put("score of 100 pairs, " + STEADY + " a second", new Load(server.port(), 16, STEADY, SECONDS, score));
        // An answer of one word: what client, sockets and the wake-ups of idle processors take of the line before.
        byte[] live = Connection.request("GET", "/health/live", "");
        lines.put("health/live, " + STEADY + " a second", new Load(server.port(), 16, STEADY, SECONDS, k -> live));
        inTurns(lines);
        swaps(top);
        System.out.printf(Locale.ROOT, "resident set of the server: %,d MB%n", server.residentMegabytes());
    }

    private static int user(long k) {
        return new SplittableRandom(k).nextInt(ServedModels.USERS);
    }

    private static byte[][] scores() {
        byte[][] requests = new byte[256][];
        SplittableRandom random = new SplittableRandom(7);
        for (int r = 0; r < requests.length; r++) {
            StringBuilder pairs = new StringBuilder("{\"pairs\":[");
            for (int p = 0; p < 100; p++) {
                pairs.append(p == 0 ? "" : ",").append("{\"user\":\"u").append(random.nextInt(ServedModels.USERS)).append("\",\"item\":\"i")
                        .append(random.nextInt(ServedModels.ITEMS)).append("\"}");
            }
            requests[r] = Connection.request("POST", "/v1/score", pairs.append("]}").toString());
        }
        return requests;
    }

    /** Round after round, so that what is compared was measured in the same minutes. */
    private void inTurns(Map<String, Load> lines) throws InterruptedException {
        Map<String, Load.Outcome[]> outcomes = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Load> line : lines.entrySet()) {
                outcomes.computeIfAbsent(line.getKey(), what -> new Load.Outcome[rounds])[round] = line.getValue().run();
            }
        }
        outcomes.forEach(ServeLoad::print);
    }

    private static void print(String what, Load.Outcome... outcomes) {
        System.out.printf(Locale.ROOT, "%-52s %7.0f/s  p50 %6.2f ms  p99 %6.2f ms (%.2f to %.2f)  failed %d%n", what,
                median(Arrays.stream(outcomes).mapToDouble(Load.Outcome::rate).toArray()),
                median(Arrays.stream(outcomes).mapToDouble(outcome -> outcome.percentile(0.5)).toArray()),
                median(Arrays.stream(outcomes).mapToDouble(outcome -> outcome.percentile(0.99)).toArray()),
                Arrays.stream(outcomes).mapToDouble(outcome -> outcome.percentile(0.99)).min().orElse(Double.NaN),
                Arrays.stream(outcomes).mapToDouble(outcome -> outcome.percentile(0.99)).max().orElse(Double.NaN),
                Arrays.stream(outcomes).mapToLong(Load.Outcome::failed).sum());
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Other models take over while requests run. */
    private void swaps(LongFunction<byte[]> top) throws IOException, InterruptedException {
        int[] refused = {0};
        Thread swapper = Thread.ofPlatform().start(() -> {
            try (Connection connection = new Connection(server.port())) {
                for (int swap = 0; swap < SWAPS; swap++) {
                    String file = swap % 2 == 0 ? "b.safetensors" : "a.safetensors";
                    refused[0] += connection.ask(Connection.request("POST", "/v1/model", "{\"file\":\"" + file + "\"}")) == 200 ? 0 : 1;
                }
            } catch (IOException e) {
                refused[0] = SWAPS;
            }
        });
        Load.Outcome outcome = new Load(server.port(), 32, STEADY / 3.0, SECONDS, top).run();
        while (swapper.isAlive()) {
            Load.Outcome more = new Load(server.port(), 32, STEADY / 3.0, SECONDS, top).run();
            outcome = new Load.Outcome(more.rate(), outcome.failed() + more.failed(),
                    DoubleStream.concat(Arrays.stream(outcome.latencies()), Arrays.stream(more.latencies())).sorted().toArray());
        }
        swapper.join();
        print("the same, " + STEADY / 3 + " a second during " + SWAPS + " swaps, " + refused[0] + " refused", outcome);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
