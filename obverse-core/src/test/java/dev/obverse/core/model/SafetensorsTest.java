package dev.obverse.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SafetensorsTest {
    private static final float[] FLOATS = {1.5f, -0.0f, Float.MIN_VALUE, 3, 4, 5};
    private static final int[] INTS = {Integer.MIN_VALUE, 0, 7};
    private static final long[] LONGS = {Long.MIN_VALUE, Long.MAX_VALUE};
    private static final byte[] BYTES = {-1, 0, 1, 2, 3};

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        try (Safetensors file = Safetensors.open(sample("m"))) {
            assertThat(file.floats("f")).isEqualTo(FLOATS);
            assertThat(file.ints("i")).isEqualTo(INTS);
            assertThat(file.longs("l")).isEqualTo(LONGS);
            assertThat(file.bytes("b")).isEqualTo(BYTES);
            assertThat(file.floats("scalar")).containsExactly(9);
            assertThat(file.floats("empty")).isEmpty();
            assertThat(file.shape("f")).containsExactly(2, 3);
            assertThat(file.shape("scalar")).isEmpty();
            assertThat(file.shape("empty")).containsExactly(0, 4);
            assertThat(file.dtype("b")).isEqualTo(Dtype.U8);
            assertThat(file.metadata()).containsExactlyEntriesOf(metadata());
            assertThat(file.contains("f")).isTrue();
            assertThat(file.contains("g")).isFalse();
        }
    }

    @Test
    void wideElementsLieFirstAndOtherwiseTheGivenOrderStays() throws Exception {
        try (Safetensors file = Safetensors.open(sample("m"))) {
            assertThat(file.names()).containsExactly("l", "f", "i", "scalar", "empty", "b");
        }
    }

    /** The published format, read with other tools than ours. */
    @Test
    void anIndependentReaderOfTheFormatUnderstandsTheFile() throws Exception {
        byte[] all = Files.readAllBytes(sample("m"));
        ByteBuffer file = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(file.getLong());
        assertThat(length % 8).isZero();
        String header = new String(all, 8, length, StandardCharsets.UTF_8);
        assertThat(header).startsWith("{").matches("(?s).*\\} *");
        JsonNode json = JsonMapper.shared().readTree(header);

        long covered = 0;
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                JsonNode offsets = entry.getValue().get("data_offsets");
                assertThat(offsets.get(0).asLong()).as(entry.getKey()).isEqualTo(covered);
                covered = offsets.get(1).asLong();
            }
        }
        assertThat(covered).isEqualTo(all.length - 8 - length);

        JsonNode floats = json.get("f");
        assertThat(floats.get("dtype").asString()).isEqualTo("F32");
        assertThat(floats.get("shape").toString()).isEqualTo("[2,3]");
        float[] values = new float[6];
        file.position(8 + length + floats.get("data_offsets").get(0).asInt()).slice().order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        assertThat(values).isEqualTo(FLOATS);
        assertThat(json.get("__metadata__").get("config").asString()).isEqualTo(metadata().get("config"));
    }

    @Test
    void theChecksumIsThatOfTheFileWithItsDigitsAsZeros() throws Exception {
        Path path = sample("m");
        byte[] all = Files.readAllBytes(path);
        try (Safetensors file = Safetensors.open(path)) {
            String text = new String(all, StandardCharsets.ISO_8859_1).replace(file.sha256(), "0".repeat(64));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(file.sha256()).isEqualTo(HexFormat.of().formatHex(digest));
        }
    }

    @Test
    void sameContentSameBytes() throws Exception {
        assertThat(Files.readAllBytes(sample("one"))).isEqualTo(Files.readAllBytes(sample("other")));
    }

    @Test
    void tensorsLargerThanAWindowAreWhole() throws Exception {
        int rows = 70_001;
        float[] values = new float[rows * 10 + 3];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        long[] longs = random.longs(300_000).toArray();
        Path path = folder.resolve("big");
        Safetensors.write(
                path,
                List.of(Tensor.table("t", values, 3, 10, rows, 7), Tensor.longs("l", longs, 300_000)),
                Map.of());
        try (Safetensors file = Safetensors.open(path)) {
            float[] table = file.floats("t");
            assertThat(table).hasSize(rows * 7);
            for (int row = 0; row < rows; row++) {
                assertThat(Arrays.equals(table, row * 7, row * 7 + 7, values, 3 + row * 10, 10 + row * 10)).isTrue();
            }
            assertThat(file.longs("l")).isEqualTo(longs);
            assertThat(file.shape("t")).containsExactly(rows, 7);
        }
    }

    @Test
    void aFlippedBitInAnyByteIsFound() throws Exception {
        byte[] whole = Files.readAllBytes(sample("m"));
        Path path = folder.resolve("flipped");
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << (at % 8));
            Files.write(path, flipped);
            assertThatThrownBy(() -> Safetensors.open(path))
                    .as("byte %d", at)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(path.toString());
        }
    }

    @Test
    void everyTruncationAndAnyTailIsFound() throws Exception {
        byte[] whole = Files.readAllBytes(sample("m"));
        Path path = folder.resolve("cut");
        for (int length = 0; length <= whole.length + 1; length++) {
            if (length != whole.length) {
                Files.write(path, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> Safetensors.open(path)).isInstanceOf(InvalidInputException.class);
            }
        }
    }

    @Test
    void askingForWhatIsNotThereIsAnsweredInOneSentence() throws Exception {
        try (Safetensors file = Safetensors.open(sample("m"))) {
            assertThatThrownBy(() -> file.floats("g"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageEndingWith("cannot be read: it has no tensor \"g\"");
            assertThatThrownBy(() -> file.ints("f"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageEndingWith("tensor \"f\" is of type F32, not I32");
        }
        assertThatThrownBy(() -> Safetensors.open(folder.resolve("none")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith("none cannot be read: there is no such file or folder");
        assertThatThrownBy(() -> Safetensors.open(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith("it is a folder");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aParameterThatIsNoNumberIsRefusedWhereNumbersAreAskedFor(float value) throws Exception {
        Path path = folder.resolve("nan");
        Safetensors.write(path, List.of(Tensor.floats("w", new float[] {1, value}, 2)), Map.of());
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.floats("w")).containsExactly(1, value);
            assertThatThrownBy(() -> file.finiteFloats("w"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("element 1 of tensor \"w\" is " + value);
        }
    }

    @Test
    void aFailureInTheMiddleLeavesTheOldFileAndNothingElse() throws Exception {
        Path path = sample("m");
        byte[] before = Files.readAllBytes(path);
        RuntimeException failure = new UncheckedIOException(new IOException("gone"));
        Tensor failing = new Tensor() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public Dtype dtype() {
                return Dtype.F32;
            }

            @Override
            public long[] shape() {
                return new long[] {1_000_000};
            }

            @Override
            public void fill(long first, ByteBuffer window) {
                if (first > 0) {
                    throw failure;
                }
                window.position(window.limit());
            }
        };
        assertThatThrownBy(() -> Safetensors.write(path, List.of(failing), Map.of())).isSameAs(failure);
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void aNewFileReplacesTheOldOneEvenWhileThatIsOpen() throws Exception {
        Path path = sample("m");
        try (Safetensors old = Safetensors.open(path)) {
            Safetensors.write(path, List.of(Tensor.ints("i", new int[] {5}, 1)), Map.of());
            assertThat(old.ints("i")).isEqualTo(INTS);
        }
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.ints("i")).containsExactly(5);
        }
    }

    @Test
    void aFolderThatIsNotThereIsSaidInOneSentence() {
        Path path = folder.resolve("no").resolve("m");
        assertThatThrownBy(() -> Safetensors.write(path, List.of(), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("the file " + path + " could not be written: there is no such file or folder");
    }

    @Test
    void aCallersMistakesAreRefusedBeforeAnythingIsWritten() {
        Path path = folder.resolve("m");
        Tensor tensor = Tensor.ints("i", INTS, 3);
        assertThatThrownBy(() -> Safetensors.write(path, List.of(tensor, tensor), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Safetensors.write(path, List.of(), Map.of("sha256", "")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensor.ints("i", INTS, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensor.table("t", FLOATS, 1, 3, 2, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThat(path).doesNotExist();
    }

    private Path sample(String name) throws IOException {
        Path path = folder.resolve(name);
        List<Tensor> tensors = List.of(
                Tensor.bytes("b", BYTES, 5),
                Tensor.floats("f", FLOATS, 2, 3),
                Tensor.ints("i", INTS, 3),
                Tensor.longs("l", LONGS, 2, 1),
                Tensor.floats("scalar", new float[] {9}),
                Tensor.floats("empty", new float[0], 0, 4));
        Safetensors.write(path, tensors, metadata());
        return path;
    }

    private static Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("config", "{\"dim\": 32, \"note\": \"\u00e9\uD83D\uDE00\"}");
        metadata.put("a", "");
        return metadata;
    }
}
