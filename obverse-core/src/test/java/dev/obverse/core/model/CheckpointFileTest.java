package dev.obverse.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.core.train.LeftRuns;
import dev.obverse.core.train.TrainingState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
    private static final Map<String, String> RUN = Map.of("settings", "{}", "kernels", "scalar");

    @TempDir Path folder;

    private static Parameters parameters(int items) {
        RecommenderModel model = Architecture.of(TrainingConfig.defaults().with("dim", "4"))
                .build(5, items, new ScalarKernels(), new SplitMix64(items));
        model.parameters().reserveState(2);
        return model.parameters();
    }

    private Path written() {
        Path file = folder.resolve("last.safetensors");
        CheckpointFile.write(file, RUN, LeftRuns.state(), parameters(7));
        return file;
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Parameters parameters = parameters(7);
        Parameters other = parameters(7);
        other.all().forEach(parameter -> Arrays.fill(parameter.data(), 0f));
        TrainingState state = CheckpointFile.read(written(), RUN, other);
        assertThat(TrainingStateJson.write(state)).isEqualTo(TrainingStateJson.write(LeftRuns.state()));
        for (int i = 0; i < parameters.all().size(); i++) {
            assertThat(other.all().get(i).data()).isEqualTo(parameters.all().get(i).data());
        }
    }

    @Test
    void aRunOfOtherSettingsIsRefusedAndToldInWhatTheyDiffer() {
        Path file = written();
        assertThatThrownBy(() -> CheckpointFile.read(file, Map.of("kernels", "simd-512"), parameters(7)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("other kernels (scalar, now simd-512)")
                .hasMessageContaining("to train from the start");
    }

    @Test
    void aModelOfAnotherSizeIsRefused() {
        Path file = written();
        assertThatThrownBy(() -> CheckpointFile.read(file, RUN, parameters(8)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("state.");
    }

    @Test
    void aDamagedOneIsRefused() throws Exception {
        Path file = written();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 9] ^= 4;
        Files.write(file, bytes);
        assertThatThrownBy(() -> CheckpointFile.read(file, RUN, parameters(7)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void aCheckpointOfALaterFormatIsRefusedByName() throws Exception {
        Path file = folder.resolve("later.safetensors");
        Safetensors.write(file, List.of(Tensor.floats("a", new float[1], 1)), Map.of("obverse.checkpoint", "2", "run.kernels", "scalar"));
        assertThatThrownBy(() -> CheckpointFile.read(file, Map.of("kernels", "scalar"), parameters(7)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("later.safetensors")
                .hasMessageContaining("not a checkpoint of format 1 but of format \"2\"");
    }

    @Test
    void aModelIsNoCheckpoint() throws Exception {
        Path file = folder.resolve("model.safetensors");
        Safetensors.write(file, List.of(Tensor.floats("a", new float[1], 1)), Map.of("obverse.format", "1"));
        assertThatThrownBy(() -> CheckpointFile.read(file, RUN, parameters(7)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not a checkpoint of format 1: its metadata has no obverse.checkpoint");
    }
}
