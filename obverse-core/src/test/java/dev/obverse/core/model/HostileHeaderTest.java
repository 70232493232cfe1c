package dev.obverse.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that lie, in files whose checksum is right: someone made them on purpose. */
class HostileHeaderTest {
    private static final String ONE = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    @TempDir
    private Path folder;

    @Test
    void theFileThatTheLiesStartFromIsRead() throws Exception {
        try (Safetensors file = Safetensors.open(file(ONE, 8))) {
            assertThat(file.floats("a")).containsExactly(0, 0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "F32 | [2] | [0,4] | does not fill",
        "F32 | [2] | [0,12] | does not fill",
        "I64 | [2] | [0,8] | does not fill",
        "F64 | [1] | [0,8] | type \"F64\"",
        "f32 | [2] | [0,8] | type \"f32\"",
        "F32 | [3] | [0,12] | 12 bytes, but 8 follow",
        "F32 | [1] | [0,4] | 4 bytes, but 8 follow",
        "F32 | [1] | [4,8] | begins at byte 4",
        "F32 | [2] | [8,0] | data_offsets",
        "F32 | [2] | [-8,0] | data_offsets",
        "F32 | [2] | [0] | data_offsets",
        "F32 | [2] | [0,8,8] | data_offsets",
        "F32 | [-1,-2] | [0,8] | negative",
        "F32 | [4294967296,4294967296] | [0,0] | too large",
        "F32 | [9223372036854775807] | [0,8] | too large",
        "F32 | [4611686018427387906] | [0,8] | too large",
        "F32 | [2.0] | [0,8] | whole number",
        "F32 | [99999999999999999999] | [0,8] | whole number",
        "F32 | 2 | [0,8] | expected an array",
        "F32 | [\"2\"] | [0,8] | whole number",
        "F32 | [2305843009213693952] | [0,9223372036854775807] | too large",
        "U8 | [9223372036854775807] | [0,9223372036854775807] | but 8 follow",
    })
    void aTensorThatDoesNotFitIsRefused(String dtype, String shape, String offsets, String reason) throws Exception {
        String entry = "\"a\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
        refused(file(entry, 8), reason);
    }

    @Test
    void overlapsAndHolesAreRefused() throws Exception {
        refused(file(ONE + ",\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}", 12), "begins at byte 4");
        refused(file(ONE + ",\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}", 8), "begins at byte 0");
        refused(file(ONE + ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}", 16), "begins at byte 12");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\"a\":{}",
        "\"a\":7",
        "\"a\":null",
        "\"a\":{\"dtype\":\"F32\",\"shape\":[2]}",
        "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}",
        "\"a\":{\"dtype\":32,\"shape\":[2],\"data_offsets\":[0,8]}",
        ONE + "," + ONE,
        ONE + ",\"__metadata__\":{}",
        ONE + ",",
        ONE + ",\"b\":[[[[",
    })
    void aHeaderOfAnotherShapeIsRefused(String entries) throws Exception {
        refused(file(entries, 8), "cannot be read");
    }

    @Test
    void deepNestingIsRefused() throws Exception {
        refused(file("\"a\":" + "[".repeat(100_000), 8), "64 levels");
    }

    /** A value takes many times its text in memory, so a header within the format's limit could still fill the heap. */
    @Test
    void aHeaderOfMillionsOfValuesIsRefused() throws Exception {
        refused(file("\"a\":{\"dtype\":\"F32\",\"shape\":[" + "0,".repeat(20_000_000) + "0],\"data_offsets\":[0,0]}", 0), "more than 100000 values");
    }

    @Test
    void aNameWithLineBreaksIsShownOnOneLine() throws Exception {
        refused(file("\"a\\nb" + "c".repeat(1000) + "\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}", 4), "tensor \"a\\u000abccc");
    }

    @Test
    void metadataMustBeTexts() throws Exception {
        String header = "{\"__metadata__\":{\"sha256\":\"" + "0".repeat(64) + "\",\"n\":1}}";
        refused(write(raw(header.length(), header.getBytes(StandardCharsets.UTF_8), 0)), "expected a string");
    }

    @Test
    void aFileWithoutOurChecksumIsRefused() throws Exception {
        byte[] header = ("{" + ONE + "}").getBytes(StandardCharsets.UTF_8);
        refused(write(raw(header.length, header, 8)), "no checksum");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 100, 100_000_001, Integer.MAX_VALUE, Long.MAX_VALUE})
    void aLengthThatLiesIsRefusedBeforeAnythingIsAllocated(long length) throws Exception {
        refused(write(raw(length, "{}".getBytes(StandardCharsets.UTF_8), 20)), "a header of " + length + " bytes");
    }

    @Test
    void aHeaderThatIsNoTextOrNoObjectIsRefused() throws Exception {
        refused(write(raw(4, new byte[] {'{', (byte) 0xC0, (byte) 0x80, '}'}, 0)), "not UTF-8");
        refused(write(raw(3, " {}".getBytes(StandardCharsets.UTF_8), 0)), "does not begin with {");
        refused(write(raw(2, "[]".getBytes(StandardCharsets.UTF_8), 0)), "does not begin with {");
    }

    private static void refused(Path path, String reason) {
        assertThatThrownBy(() -> Safetensors.open(path))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("the file " + path + " cannot be read: ")
                .hasMessageContaining(reason);
    }

    /** A file of these entries and so many zero bytes, with a right checksum. */
    private Path file(String entries, int dataBytes) throws Exception {
        String zeros = "0".repeat(64);
        String header = "{\"__metadata__\":{\"sha256\":\"" + zeros + "\"}," + entries + "}";
        byte[] bytes = raw(header.length(), header.getBytes(StandardCharsets.UTF_8), dataBytes);
        String digits = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        byte[] stamped = header.replace(zeros, digits).getBytes(StandardCharsets.UTF_8);
        return write(raw(stamped.length, stamped, dataBytes));
    }

    private static byte[] raw(long length, byte[] header, int dataBytes) {
        return ByteBuffer.allocate(8 + header.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(header)
                .array();
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("m"), bytes);
    }
}
