package dev.obverse.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.config.Setting;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Providers;
import dev.obverse.core.train.TrainingState;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that a version of Obverse wrote are read by every later one, and mean what they meant. */
class GoldenFilesTest {
    /** One folder for each version of the format. */
    private static final List<String> VERSIONS = List.of("1");

    @TempDir
    private Path folder;

    static Path file(String version, String name) {
        try {
            return Path.of(Objects.requireNonNull(GoldenFilesTest.class.getResource("/files/" + version + "/" + name)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Arguments> models() {
        List<Arguments> all = new ArrayList<>();
        for (String version : VERSIONS) {
            for (String model : List.of("gmf", "neumf")) {
                Providers.all().forEach(kernels -> all.add(Arguments.of(version, model, kernels)));
            }
        }
        return all;
    }

    static List<String> versions() {
        return VERSIONS;
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelScoresAsItDidWhenItWasWritten(String version, String name, Kernels kernels) throws IOException {
        Recommender model = ModelFile.read(file(version, name + ".safetensors"), kernels);
        assertLogits(version, name, model.model().labels(), 1e-5);
        Backbone exposure = model.model().exposure();
        assertThat(exposure != null).isEqualTo(name.equals("gmf"));
        if (exposure != null) {
            assertLogits(version, name + " exposure", exposure, 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aModelKeepsItsIdsItsRowsAndItsOrigin(String version) {
        Recommender model = ModelFile.read(file(version, "gmf.safetensors"), Providers.all().get(0));
        assertThat(model.users().size()).isEqualTo(GoldenFiles.USERS);
        assertThat(model.users().id(1)).isEqualTo("zo\u00e9 1");
        assertThat(model.items().id(0)).isEqualTo("\ud83c\udfac");
        assertThat(model.history().items()).hasSize(GoldenFiles.data().train().size());
        assertThat(model.provenance()).containsEntry("version", "golden").containsEntry("census", "{\"rows\":60}");
        assertThat(model.config().whole(Setting.DIM)).isEqualTo(3);
        assertThat(ModelFile.read(file(version, "neumf.safetensors"), Providers.all().get(0)).hasHistory()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aCheckpointInTheMiddleOfAnEpochGoesOnToTheSameEnd(String version) throws IOException {
        Path file = file(version, "checkpoint.safetensors");
        TrainingState state = CheckpointFile.read(file, GoldenFiles.RUN, GoldenFiles.parameters());
        assertThat(state.optimizerSteps()).isEqualTo(7);
        assertThat(state.epoch()).isEqualTo(2);
        assertThat(state.step()).isEqualTo(3);
        assertThat(Arrays.stream(state.statistics().choices()).sum()).isEqualTo(1);
        assertThat(state.bestValues()).isNotEmpty();
        assertLogits(version, "checkpoint", GoldenFiles.resumed(file).labels(), 1e-4);
    }

    private static void assertLogits(String version, String name, Backbone backbone, double tolerance) throws IOException {
        List<Json> expected = Objects.requireNonNull(
                Json.parse(Files.readString(file(version, "logits.json")).strip()).asObject().get(name)).asArray();
        List<Json> found = GoldenFiles.logits(backbone).asArray();
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).asDouble()).isCloseTo(expected.get(i).asDouble(), within(tolerance));
        }
    }

    /** With the exposure head, linear terms, biases and history; the header alone may learn a setting that the older version had not. */
    @ParameterizedTest
    @MethodSource("versions")
    void aModelWithAnExposureHeadIsReadBackAndWrittenAgainWithTheSameTensors(String version) throws IOException {
        Path again = folder.resolve("again.safetensors");
        ModelFile.write(again, ModelFile.read(file(version, "gmf.safetensors"), Providers.all().get(0)));
        assertThat(tensors(again)).isEqualTo(tensors(file(version, "gmf.safetensors")));
    }

    /** What stands behind the header, whose length is the first eight bytes. */
    private static byte[] tensors(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        return Arrays.copyOfRange(bytes.array(), Math.toIntExact(Long.BYTES + bytes.getLong()), bytes.capacity());
    }
}
