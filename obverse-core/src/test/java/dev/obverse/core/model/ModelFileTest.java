package dev.obverse.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.kernel.ScalarKernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that are wrong although their checksum is right: a whole file with one lie in it, and the checksum made anew. */
class ModelFileTest {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private Map<String, String> metadata = Map.of();

    @TempDir
    private Path folder;

    /** The golden model of seven users and five items, three dimensions, 48 rows of history. */
    @BeforeEach
    void readTheTensorsOfAModel() {
        try (Safetensors file = Safetensors.open(GoldenFilesTest.file("1", "gmf.safetensors"))) {
            metadata = new HashMap<>(file.metadata());
            file.names().forEach(name -> tensors.put(name, copy(file, name)));
        }
    }

    private static Tensor copy(Safetensors file, String name) {
        return switch (file.dtype(name)) {
            case F32 -> Tensor.floats(name, file.floats(name), file.shape(name));
            case I32 -> Tensor.ints(name, file.ints(name), file.shape(name));
            case I64 -> Tensor.longs(name, file.longs(name), file.shape(name));
            case U8 -> Tensor.bytes(name, file.bytes(name), file.shape(name));
        };
    }

    private interface Read<T> {
        T from(Safetensors file);
    }

    private static <T> T golden(Read<T> read) {
        try (Safetensors file = Safetensors.open(GoldenFilesTest.file("1", "gmf.safetensors"))) {
            return read.from(file);
        }
    }

    private void put(Tensor tensor) {
        tensors.put(tensor.name(), tensor);
    }

    private Recommender read() throws IOException {
        Path file = folder.resolve("copy.safetensors");
        Safetensors.write(file, tensors.values().stream().toList(), metadata);
        return ModelFile.read(file, new ScalarKernels());
    }

    @Test
    void aModelThatCouldNotBeReadAgainIsNotWritten() throws IOException {
        Recommender whole = read();
        Path file = folder.resolve("new.safetensors");
        Recommender crowded = new Recommender(
                whole.model(), whole.config(), Vocabulary.of(List.of("only one")), whole.items(), null, Map.of());
        assertThatThrownBy(() -> ModelFile.write(file, crowded)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameters, where its config and 1 users and 5 items make");
        for (String name : List.of("config.epochs", "obverse.format")) {
            Recommender lying = new Recommender(whole.model(), whole.config(), whole.users(), whole.items(), null, Map.of(name, "7"));
            assertThatThrownBy(() -> ModelFile.write(file, lying)).hasMessage(
                    "the provenance may not be named " + name + ": the format has that name for itself");
        }
        assertThat(file).doesNotExist();
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(this::read).isInstanceOf(InvalidInputException.class).hasMessageContaining("copy.safetensors").hasMessageContainingAll(words);
    }

    @Test
    void theCopyThatTheLiesStartFromIsRead() throws IOException {
        assertThat(read().users().size()).isEqualTo(GoldenFiles.USERS);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aParameterThatIsNotFiniteIsRefused(float value) {
        float[] values = golden(file -> file.floats("item_gmf"));
        values[values.length - 1] = value;
        put(Tensor.floats("item_gmf", values, 5, 3));
        assertRefused("element 14 of tensor \"item_gmf\" is " + value);
    }

    /** As many values as are asked for, so that only the shape gives it away. */
    @Test
    void aTableWithItsRowsAndColumnsSwappedIsRefused() {
        put(Tensor.floats("user_gmf", golden(file -> file.floats("user_gmf")), 3, 7));
        assertRefused("user_gmf", "[3, 7]", "[7, 3]");
    }

    @Test
    void aTensorThatNobodyAskedForIsRefused() {
        put(Tensor.bytes("secret", new byte[4], 4));
        assertRefused("is damaged", "\"secret\"", "does not ask for");
    }

    /** Its values are made up for elsewhere, so that their number gives nothing away. */
    @Test
    void aTensorThatIsMissingIsRefused() {
        tensors.remove("item_linear");
        put(Tensor.floats("item_linaer", new float[3], 3));
        assertRefused("item_linear");
    }

    @Test
    void aModelWithoutIdsIsRefused() {
        tensors.remove("users.ids");
        assertRefused("users.ids");
    }

    @ParameterizedTest
    @CsvSource({"5, the history names item 5 of 5", "2147483647, the history names item 2147483647 of 5", "-1, do not fit each other"})
    void aHistoryThatNamesAnItemThatIsNotThereIsRefused(int item, String reason) {
        int[] items = golden(file -> file.ints("history.items"));
        items[items.length / 2] = item;
        put(Tensor.ints("history.items", items, items.length));
        assertRefused("is damaged", reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {GoldenFiles.USERS - 1, GoldenFiles.USERS + 1})
    void aHistoryOfAnotherNumberOfUsersIsRefused(int users) {
        long[] whole = golden(file -> file.longs("history.offsets"));
        long[] offsets = Arrays.copyOf(whole, users + 1);
        // The last user has what is left, so that all rows are someone's.
        offsets[users] = golden(file -> file.ints("history.items")).length;
        put(Tensor.longs("history.offsets", offsets, users + 1));
        assertRefused("the history is of " + users + " users, the model of " + GoldenFiles.USERS);
    }

    @ParameterizedTest
    @ValueSource(bytes = {(byte) 0xFF, (byte) 0xC0, (byte) 0x80})
    void idsThatAreNotUtf8AreRefused(byte wrong) {
        byte[] ids = golden(file -> file.bytes("users.ids"));
        ids[0] = wrong;
        put(Tensor.bytes("users.ids", ids, ids.length));
        assertRefused("the ids of its users are not UTF-8");
    }

    /** All bytes together are text, but an item begins in the middle of a character. */
    @Test
    void idsThatAreCutInsideACharacterAreRefused() {
        long[] offsets = golden(file -> file.longs("items.offsets"));
        offsets[1]--;
        put(Tensor.longs("items.offsets", offsets, offsets.length));
        assertRefused("the ids of its items are not UTF-8");
    }

    @Test
    void aModelOfALaterFormatIsRefusedByName() {
        metadata.put("obverse.format", "2");
        assertRefused("not an Obverse model of format 1 but of format \"2\"");
    }

    @Test
    void aFileThatDoesNotSayItsFormatIsRefused() {
        metadata.remove("obverse.format");
        assertRefused("not an Obverse model of format 1: its metadata has no obverse.format");
    }
}
