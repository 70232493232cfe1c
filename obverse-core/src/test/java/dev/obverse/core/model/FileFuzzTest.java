package dev.obverse.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.parameter.Parameter;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Model and checkpoint files with seeded damage: each is refused in one sentence, or it says something else than before and its checksum is
 * right, and then what was read is exactly what it says.
 */
class FileFuzzTest {
    private static final int SHORT = 1_000;
    private static final int LONG = 30_000;

    @TempDir
    private Path folder;

    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ParameterizedTest
    @CsvSource({"gmf, 1", "neumf, 2"})
    void aDamagedModelFileIsRefused(String name, long seed) throws IOException {
        models(name, seed, SHORT);
    }

    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ParameterizedTest
    @CsvSource({"3", "4"})
    void aDamagedCheckpointIsRefused(long seed) throws IOException {
        checkpoints(seed, SHORT);
    }

    @Tag("slow")
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ParameterizedTest
    @CsvSource({"gmf, 11", "neumf, 12"})
    void aDamagedModelFileIsRefusedAtLength(String name, long seed) throws IOException {
        models(name, seed, LONG / 2);
    }

    @Tag("slow")
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @ParameterizedTest
    @CsvSource({"13", "14"})
    void aDamagedCheckpointIsRefusedAtLength(long seed) throws IOException {
        checkpoints(seed, LONG / 2);
    }

    private interface Reading {
        /** Reads the file and looks at what was read. */
        void of(Path file) throws IOException;
    }

    private void models(String name, long seed, int count) throws IOException {
        byte[] original = Files.readAllBytes(GoldenFilesTest.file("1", name + ".safetensors"));
        fuzz(original, seed, count, this::readModel);
    }

    private void checkpoints(long seed, int count) throws IOException {
        byte[] original = Files.readAllBytes(GoldenFilesTest.file("1", "checkpoint.safetensors"));
        Parameters parameters = GoldenFiles.parameters();
        fuzz(original, seed, count, file -> readCheckpoint(file, parameters));
    }

    private void fuzz(byte[] original, long seed, int count, Reading reading) throws IOException {
        FileMutator mutator = new FileMutator(original, seed);
        Path file = folder.resolve("mutated.safetensors");
        int accepted = 0;
        for (int i = 0; i < count; i++) {
            FileMutator.Mutation mutation = mutator.mutate();
            Files.write(file, mutation.bytes());
            try {
                reading.of(file);
                if (!mutation.stamped() && !Arrays.equals(mutation.bytes(), original)) {
                    fail("mutation " + i + " of seed " + seed + " was read although its checksum is wrong");
                }
                accepted++;
            } catch (InvalidInputException e) {
                assertThat(e.getMessage()).as("mutation %d of seed %d", i, seed)
                        .contains(file.toString()).doesNotContain("\n").doesNotContain("Exception").hasSizeLessThan(600);
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                Files.write(Path.of("target", "fuzz-" + seed + "-" + i + ".safetensors"), mutation.bytes());
                throw new AssertionError("mutation " + i + " of seed " + seed + " was neither read nor refused; it is kept in target", e);
            }
        }
        // If nothing got through, the checks behind the checksum were never tried.
        assertThat(accepted).isBetween(count / 200, count / 2);
    }

    /** What was read, written again, has every tensor and every setting of the file that it was read from. */
    private void readModel(Path file) throws IOException {
        Recommender model = ModelFile.read(file, new ScalarKernels());
        if (model.users().size() == GoldenFiles.USERS && model.items().size() == GoldenFiles.ITEMS) {
            assertThat(GoldenFiles.scores(model.model().labels())).isNotEmpty();
        }
        for (int user = 0; user < model.users().size(); user++) {
            assertThat(model.users().indexOf(model.users().id(user))).isEqualTo(user);
        }
        Path again = folder.resolve("again.safetensors");
        ModelFile.write(again, model);
        try (Safetensors from = Safetensors.open(file); Safetensors to = Safetensors.open(again)) {
            assertThat(to.names()).containsExactlyInAnyOrderElementsOf(from.names());
            for (String name : to.names()) {
                assertThat(to.shape(name)).as(name).isEqualTo(from.shape(name));
                assertThat(content(to, name)).as(name).isEqualTo(content(from, name));
            }
            Map<String, String> written = to.metadata();
            from.metadata().forEach((key, value) -> assertThat(written.get(key)).as(key).isEqualTo(value.strip()));
        }
    }

    private static Object content(Safetensors file, String name) {
        return switch (file.dtype(name)) {
            case F32 -> bits(file.floats(name));
            case I32 -> file.ints(name);
            case I64 -> file.longs(name);
            case U8 -> file.bytes(name);
        };
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    /** What was read, written again, says the same of the run, and every number in it is one that training can go on from. */
    private void readCheckpoint(Path file, Parameters parameters) throws IOException {
        TrainingState state = CheckpointFile.read(file, GoldenFiles.RUN, parameters);
        assertThat(state.epoch()).isEqualTo(state.history().size() + 1);
        assertThat(state.bestEpoch()).isBetween(0, state.history().size());
        for (Parameter parameter : parameters.all()) {
            for (float value : parameter.data()) {
                assertThat(Float.isFinite(value)).isTrue();
            }
        }
        Path again = folder.resolve("again.safetensors");
        CheckpointFile.write(again, GoldenFiles.RUN, state, parameters);
        try (Safetensors from = Safetensors.open(file); Safetensors to = Safetensors.open(again)) {
            assertThat(List.copyOf(to.names())).containsExactlyInAnyOrderElementsOf(from.names());
            for (String name : to.names()) {
                assertThat(content(to, name)).as(name).isEqualTo(content(from, name));
            }
            assertThat(TrainingStateJson.read(to.metadata().get("place"), state.bestValues()).history()).hasSameSizeAs(state.history());
        }
    }
}
