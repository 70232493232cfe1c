package dev.obverse.serve.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model changes while requests run. */
final class ModelSlotTest {
    private static final int ITEMS = 400;

    @TempDir
    private Path folder = Path.of("");

    private Path model(String name, long seed) {
        return Models.write(folder, name, Models.of(ITEMS, seed, true));
    }

    private static Map<String, Ranking> answers(ServedModel served) {
        Map<String, Ranking> answers = new HashMap<>();
        for (int user = 0; user < Models.USERS; user++) {
            answers.put("u" + user, served.recommend("u" + user, 10, true));
        }
        return answers;
    }

    @Test
    void twentySwapsUnderLoadFailNoRequestAndMixNoAnswer() throws InterruptedException, ExecutionException {
        List<Path> files = List.of(model("a", 1), model("b", 2));
        Map<String, Map<String, Ranking>> reference = new HashMap<>();
        for (Path file : files) {
            try (ServedModel served = ServedModel.load(file, Models.KERNELS, Models.SETTINGS)) {
                reference.put(served.facts().sha256(), answers(served));
            }
        }
        AtomicBoolean ended = new AtomicBoolean();
        try (ModelSlot slot = ModelSlot.open(files.get(0), Models.KERNELS, Models.SETTINGS);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> callers = new ArrayList<>();
            for (int caller = 0; caller < 16; caller++) {
                int first = caller;
                callers.add(threads.submit(() -> {
                    int asked = 0;
                    for (; !ended.get() || asked == 0; asked++) {
                        String user = "u" + (first + asked) % Models.USERS;
                        slot.with(served -> assertThat(served.recommend(user, 10, true))
                                .isEqualTo(reference.getOrDefault(served.facts().sha256(), Map.of()).get(user)));
                    }
                    return asked;
                }));
            }
            for (int swap = 1; swap <= 20; swap++) {
                ModelFacts facts = slot.swap(files.get(swap % 2));
                assertThat(facts.file()).isEqualTo(files.get(swap % 2));
                assertThat(slot.<String>with(served -> served.facts().sha256())).isEqualTo(facts.sha256());
            }
            ended.set(true);
            for (Future<Integer> caller : callers) {
                assertThat(caller.get()).isPositive();
            }
        }
    }

    @Test
    void anOldModelAnswersWhoHoldsItAndClosesWhenTheLastHasLeft() throws InterruptedException, ExecutionException {
        AtomicReference<ServedModel> old = new AtomicReference<>();
        CountDownLatch swapped = new CountDownLatch(1);
        CountDownLatch holds = new CountDownLatch(1);
        Path next = model("b", 2);
        try (ModelSlot slot = ModelSlot.open(model("a", 1), Models.KERNELS, Models.SETTINGS);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Ranking> late = threads.submit(() -> slot.<Ranking>with(served -> {
                old.set(served);
                holds.countDown();
                await(swapped);
                return served.recommend("u5", 10, false);
            }));
            holds.await();
            slot.swap(next);
            assertThat(slot.<Ranking>with(served -> served.recommend("u5", 10, false)).items()).hasSize(10);
            swapped.countDown();
            assertThat(late.get().items()).hasSize(10);
            assertThatThrownBy(() -> old.get().recommend("u5", 10, false)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBadFileLeavesTheModelInPlace() throws IOException {
        Path good = model("a", 1);
        byte[] damaged = Files.readAllBytes(model("b", 2));
        damaged[damaged.length / 2] ^= 1;
        Path bad = Files.write(folder.resolve("bad.safetensors"), damaged);
        try (ModelSlot slot = ModelSlot.open(good, Models.KERNELS, Models.SETTINGS)) {
            assertThatThrownBy(() -> slot.swap(bad)).isInstanceOf(InvalidInputException.class).hasMessageContaining("bad.safetensors");
            assertThatThrownBy(() -> slot.swap(folder.resolve("none"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("none");
            assertThat(slot.<Path>with(served -> served.facts().file())).isEqualTo(good);
            assertThat(slot.<Ranking>with(served -> served.recommend("u5", 10, true)).items()).hasSize(10);
        }
    }

    @Test
    void aQuestionThatFailsLetsGoOfTheModel() {
        AtomicReference<ServedModel> asked = new AtomicReference<>();
        ModelSlot slot = ModelSlot.open(model("a", 1), Models.KERNELS, Models.SETTINGS);
        assertThatThrownBy(() -> slot.with(served -> {
            asked.set(served);
            throw new ArithmeticException("mine");
        })).hasMessage("mine");
        slot.close();
        slot.close();
        assertThatThrownBy(() -> asked.get().recommend("u5", 10, false)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> slot.<ModelFacts>with(ServedModel::facts)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> slot.swap(Path.of("none"))).isInstanceOf(IllegalStateException.class);
    }
}
