package dev.obverse.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.train.TrainingMemory.Counts;
import dev.obverse.core.train.TrainingMemory.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrainingMemoryTest {
    private static final Counts LARGE = new Counts(5_000_000, 1_000_000, 98_000_000, 98_000_000, 2_000_000);

    @ParameterizedTest
    @CsvSource({
        // Values and their copy, and two moments for Adam: 4 floats for each of a user's values.
        "gmf, adam, none, 32, 4", "gmf, sgd, none, 32, 2", "gmf, adagrad, none, 32, 3", "gmf, adam, zero, 33, 4", "neumf, adam, none, 160, 4"
    })
    void a_users_bytes_are_those_of_its_values_its_state_and_one_copy(
            String backbone, String optimizer, String bias, int values, int floatsEach) {
        TrainingConfig config = config(Map.of("backbone", backbone, "optimizer", optimizer, "bias", bias));
        Counts counts = new Counts(1_000_000, 1_000, 1_000_000, 1_000_000, 0);
        assertThat(part(TrainingMemory.of(config, counts), "users").bytesEach())
                .isBetween(4L * values * floatsEach, 4L * values * floatsEach + 100);
    }

    /** The page says for which config. */
    @Test
    void theTableOfScaleMdIsTheArithmetic() throws IOException {
        TrainingMemory memory = TrainingMemory.of(config(Map.of(
                "method", "ig", "optimizer", "adam", "backbone", "gmf", "dim", "32", "unlabeled-ratio", "1", "bias", "none")), LARGE);
        Map<String, String> parts = Map.of("user, item", "users", "training row", "training rows", "labelled row", "labelled rows", "judged row", "judged rows");
        String page = Files.readString(Path.of("../docs/scale.md"));
        parts.forEach((row, name) -> assertThat(page).contains("\n| " + row + " | " + part(memory, name).bytesEach() + " |"));
        assertThat(part(memory, "items").bytesEach()).isEqualTo(part(memory, "users").bytesEach());
    }

    @Test
    void the_goal_of_the_engine_fits_into_eight_gibibytes() {
        assertThat(TrainingMemory.of(config(Map.of("method", "ig", "epochs", "1")), LARGE).bytes()).isBetween(5L << 30, 8L << 30);
    }

    @Test
    void pairs_grow_with_the_unlabeled_ratio_of_the_method() {
        long sampled = part(TrainingMemory.of(config(Map.of("method", "idl", "unlabeled-ratio", "3")), LARGE), "labelled rows").bytesEach();
        long guarded = part(TrainingMemory.of(
                config(Map.of("method", "ig", "unlabeled-ratio", "5", "training-train", "0.8")), LARGE), "labelled rows").bytesEach();
        assertThat(sampled).isEqualTo(4 + 8 * 4);
        assertThat(guarded).isEqualTo(4 + 4 + 8 * 2);
    }

    /** Of a small table, two threads lay out the next epoch while one is trained. */
    @Test
    void small_tables_take_the_pairs_of_two_epochs() {
        Counts small = new Counts(6_040, 3_952, 1_000_000, 1_000_000, 0);
        assertThat(part(TrainingMemory.of(config(Map.of("method", "bce")), small), "labelled rows").bytesEach()).isEqualTo(4 + 2 * 8);
        assertThat(part(TrainingMemory.of(config(Map.of("method", "bce")), LARGE), "labelled rows").bytesEach()).isEqualTo(4 + 8);
        assertThat(part(TrainingMemory.of(config(Map.of("method", "bce", "backbone", "neumf")), small), "labelled rows").bytesEach()).isEqualTo(4 + 8);
    }

    @Test
    void a_table_of_more_than_one_array_is_refused_with_its_size_and_the_way_out() {
        Counts crowd = new Counts(30_000_000, 1_000, 1_000_000, 1_000_000, 0);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TrainingMemory.of(config(Map.of("dim", "32")), crowd))
                .withMessage("the table user_gmf needs 30,000,000 rows x 96 values, optimizer state included, more than one array of this"
                        + " machine holds (2^31): lower dim, or train on Spark (obverse-spark)");
        assertThat(TrainingMemory.of(config(Map.of("dim", "16")), crowd).bytes()).isPositive();
    }

    @Test
    void an_epoch_of_more_pairs_than_one_array_is_refused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TrainingMemory.of(config(Map.of("method", "sampled", "unlabeled-ratio", "30")), LARGE))
                .withMessageStartingWith("an epoch over 98,000,000 labelled rows with unlabeled-ratio 30 has more pairs")
                .withMessageEndingWith("lower unlabeled-ratio, or train on Spark (obverse-spark)");
    }

    /** Of 50 users and items a tower is all there is; it was left out once, and the run died for want of memory. */
    @Test
    void the_weights_of_a_tower_and_the_pairs_of_a_batch_count() {
        Counts few = new Counts(50, 50, 1_000, 1_000, 0);
        long plain = TrainingMemory.of(config(Map.of("backbone", "mlp", "dim", "16")), few).bytes();
        TrainingMemory wide = TrainingMemory.of(config(Map.of("backbone", "mlp", "dim", "1024")), few);
        assertThat(part(wide, "weights").count()).isEqualTo(Architecture.of(config(Map.of("backbone", "mlp", "dim", "1024"))).parameters(0, 0));
        assertThat(wide.bytes()).isGreaterThan(1L << 30).isGreaterThan(100 * plain);
        assertThat(TrainingMemory.of(config(Map.of("backbone", "neumf", "batch", "262144")), few).bytes()).isGreaterThan(1L << 30);
        assertThat(TrainingMemory.of(config(Map.of("backbone", "neumf", "method", "dns", "hard-of", "300")), few).bytes()).isGreaterThan(1L << 30);
    }

    @Test
    void a_step_of_more_than_one_array_is_refused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TrainingMemory.of(config(Map.of("batch", "1048576", "dim", "2048")), new Counts(50, 50, 1_000, 1_000, 0)))
                .withMessage("a step over 1,048,576 pairs with 2,048 values each needs more than one array of this machine holds (2^31):"
                        + " lower batch (it is 1048576) or dim");
    }

    /** A step of exposure pre-training is over twice as many pairs as a batch has. */
    @Test
    void theStepsBeforeTheEpochsCount() {
        Counts few = new Counts(50, 50, 1_000, 1_000, 0);
        TrainingMemory exposed = TrainingMemory.of(config(Map.of("method", "obverse", "batch", "65536")), few);
        assertThat(part(exposed, "exposed and unexposed pairs").count()).isEqualTo(131_072);
        assertThat(TrainingMemory.of(config(Map.of("batch", "1048576", "dim", "1100")), few).bytes()).isPositive();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TrainingMemory.of(config(Map.of("batch", "1048576", "dim", "1100", "exposure-epochs", "1")), few))
                .withMessageStartingWith("a step over 2,097,152 pairs with 1,1");
    }

    /** As on a cluster, where no one has asked for the memory of the whole run. */
    @Test
    void who_only_takes_steps_is_refused_in_the_same_words() {
        int rows = 3_000_000;
        byte[] labels = new byte[rows];
        labels[0] = Label.POSITIVE_CODE;
        TrainingData data = new TrainingData(Interactions.of(new int[rows], new int[rows], labels), Interactions.empty(), 1, 2);
        for (String method : List.of("ig", "sampled")) {
            TrainingConfig config = config(Map.of("method", method, "unlabeled-ratio", "1000", "training-train", "0.1"));
            RecommenderModel model = Architecture.of(config).blank(1, 2, new ScalarKernels());
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> new TrainingSteps(config, data, model, new ScalarKernels(), Workers.none()))
                    .withMessageStartingWith("an epoch over 3,000,000 labelled rows with unlabeled-ratio 1000 has more pairs");
        }
    }

    @Test
    void validation_and_test_are_judged_one_after_the_other() {
        TrainingData data = Planted.data();
        assertThat(Counts.of(data, 0).judged()).isEqualTo(data.valid().size()).isPositive();
        assertThat(Counts.of(data, data.valid().size() + 1).judged()).isEqualTo(data.valid().size() + 1);
    }

    @Test
    void a_heap_that_is_too_small_is_refused_with_the_arithmetic() {
        TrainingMemory memory = new TrainingMemory(List.of(
                new Part("users", 4_000_000, 512), new Part("items", 2, 512), new Part("rows", 0, 9)));
        memory.requireHeap(memory.bytes());
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> memory.requireHeap(1L << 30))
                .withMessage("training needs 1.91 GiB of Java heap (4,000,000 users x 512 B + 2 items x 512 B), but the heap may take 1.00 GiB:"
                        + " raise it with OBVERSE_JAVA_OPTS=-Xmx3g, lower dim, or train on Spark (obverse-spark)");
    }

    @Test
    void the_trainer_refuses_before_it_allocates() {
        // Its tables would have 2^31 values and more; were they allocated, this heap could not hold them.
        Interactions rows = Interactions.of(new int[] {0, 1}, new int[] {0, 1}, new byte[] {Label.POSITIVE_CODE, Label.NEGATIVE_CODE});
        TrainingData data = new TrainingData(rows, Interactions.empty(), Integer.MAX_VALUE, 2);
        Trainer trainer = new Trainer(config(Map.of()), new ScalarKernels());
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> trainer.train(data, TrainingListener.NONE))
                .withMessageContaining("train on Spark");
    }

    private static TrainingConfig config(Map<String, String> settings) {
        return TrainingConfig.of(settings);
    }

    private static Part part(TrainingMemory memory, String name) {
        return memory.parts().stream().filter(part -> part.name().equals(name)).findFirst().orElseThrow();
    }
}
