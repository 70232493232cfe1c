package dev.obverse.serve.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Label;
import dev.obverse.core.sample.SplitMix64;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every answer that many threads get at once is the answer that one thread gets alone. */
final class ManyThreadsTest {
    private static final int THREADS = 32;
    private static final int QUESTIONS = 40;

    @TempDir
    private Path folder = Path.of("");

    /** A question that its number decides. */
    private static Object ask(ServedModel served, long number) {
        SplitMix64 random = new SplitMix64(number);
        String user = "u" + random.nextInt(Models.USERS + 5);
        String item = "i" + random.nextInt(3100);
        int n = 1 + random.nextInt(50);
        return switch (random.nextInt(12)) {
            case 0 -> served.similar(item, n);
            case 1 -> served.rank(user, List.of(item, "i7", "i8"));
            case 2 -> served.foldIn(user, Map.of(item, Label.POSITIVE, "i9", Label.NEGATIVE), n);
            case 3 -> served.score(List.of(new Pair(user, item), new Pair("none", item)));
            case 4 -> served.annotations(n, random.nextInt(2) == 0 ? null : user);
            default -> served.recommend(user, n, random.nextInt(2) == 0);
        };
    }

    @ParameterizedTest
    @CsvSource({"gmf, 0, 700", "gmf, 1, 700", "neumf, 1, 700", "neumf, 0, 3000"})
    void answersDoNotDependOnWhatElseIsAsked(String backbone, String exposureEpochs, int items) throws InterruptedException, ExecutionException {
        Path file = Models.write(folder, "model", Models.of(items, 3, true, "backbone", backbone, "exposure-epochs", exposureEpochs));
        List<Object> alone = new ArrayList<>();
        try (ServedModel one = ServedModel.load(file, Models.KERNELS, new AnswerSettings(1, 10))) {
            for (int question = 0; question < QUESTIONS; question++) {
                alone.add(ask(one, question));
            }
        }
        CountDownLatch start = new CountDownLatch(1);
        try (ServedModel served = ServedModel.load(file, Models.KERNELS, Models.SETTINGS);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int first = thread * 11;
                all.add(threads.submit(() -> {
                    start.await();
                    for (int k = 0; k < QUESTIONS; k++) {
                        int question = (first + k) % QUESTIONS;
                        assertThat(ask(served, question)).isEqualTo(alone.get(question));
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
    }
}
