package dev.obverse.core.model;

import dev.obverse.core.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A file of named tensors in the safetensors format (huggingface.co/docs/safetensors), open for reading.
 *
 * <p>The format: 8 bytes, little-endian, with the length of the header; the header, JSON in UTF-8 padded with spaces; the bytes
 * of the tensors, little-endian and row-major. To that we add one metadata entry, {@code sha256}: the SHA-256 of the whole file
 * with the 64 digits of that entry taken as zeros. Any safetensors reader opens our files; we open only files with a checksum,
 * for a model that is silently wrong is worse than none.
 *
 * <p>Opening checks the whole file, in bounded memory, before a tensor is allocated. Not for use by several threads at once.
 */
public final class Safetensors implements Closeable {
    /** The longest header that the format allows, in bytes. */
    static final int MAX_HEADER = 100_000_000;

    /** How many bytes are read or written at a time. */
    static final int WINDOW = 1 << 20;

    /** The longest array that every JVM can make. */
    private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    private final Path path;
    private final FileChannel file;
    private final ByteBuffer window;
    private final Layout layout;
    private final long dataStart;

    private Safetensors(Path path, FileChannel file) throws IOException {
        this.path = path;
        this.file = file;
        // Whole longs, and no more than a small file can use.
        int capacity = (int) Math.min(WINDOW, file.size() / Long.BYTES * Long.BYTES + Long.BYTES);
        window = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = readHeader();
        dataStart = (long) Long.BYTES + header.length;
        layout = Layout.parse(decode(header), file.size() - dataStart);
        verify(header);
    }

    /**
     * Writes a file, whole or not at all: an old file of that name stays until the new one is on the disk. Tensors lie in the
     * given order, those with wider elements first. Same tensors and metadata, same bytes.
     *
     * @param metadata texts for the header, in the order of the map; the key {@code sha256} is taken
     * @throws IllegalArgumentException if two tensors have one name, or the metadata takes the key of the checksum
     * @throws IOException with one sentence that names the file, if it cannot be written
     */
    public static void write(Path path, List<Tensor> tensors, Map<String, String> metadata) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter(tensors, metadata);
        AtomicFile.write(path, writer::writeTo);
    }

    /**
     * Opens a file that {@link #write} wrote, and checks it: header, ranges, checksum.
     *
     * @throws InvalidInputException if there is no such file or anything in it is not as written
     */
    public static Safetensors open(Path path) {
        if (Files.isDirectory(path)) {
            throw unreadable(path, new InvalidInputException("it is a folder"));
        }
        try {
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return new Safetensors(path, file);
            } catch (InvalidInputException | IOException e) {
                file.close();
                throw e;
            }
        } catch (InvalidInputException | IOException e) {
            throw unreadable(path, e);
        }
    }

    private byte[] readHeader() throws IOException {
        long size = file.size();
        if (size < Long.BYTES) {
            throw new InvalidInputException("it has " + size + " bytes, too few for a header");
        }
        read(0, window.clear().limit(Long.BYTES));
        long length = window.getLong(0);
        if (length < 2 || length > MAX_HEADER || length > size - Long.BYTES) {
            throw new InvalidInputException("it is no whole safetensors file: a header of " + length
                    + " bytes cannot be in a file of " + size);
        }
        byte[] header = new byte[(int) length];
        read(Long.BYTES, ByteBuffer.wrap(header));
        return header;
    }

    private static String decode(byte[] header) {
        try {
            // A fresh decoder reports what new String would silently replace.
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
            if (!text.startsWith("{")) {
                throw new InvalidInputException("its header does not begin with {");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new InvalidInputException("its header is not UTF-8", e);
        }
    }

    private void verify(byte[] header) throws IOException {
        if (!Checksum.isIn(header)) {
            throw new InvalidInputException("it has no checksum, so Obverse did not write it");
        }
        byte[] blank = header.clone();
        Checksum.stamp(blank, Checksum.blank());
        Checksum checksum = new Checksum();
        checksum.add(window.clear().putLong(header.length).flip());
        checksum.add(ByteBuffer.wrap(blank));
        stream(0, layout.dataBytes(), checksum::add);
        if (!checksum.digits().equals(sha256())) {
            throw new InvalidInputException("its checksum does not fit, so it was damaged or changed after it was written");
        }
    }

    /** The names of the tensors, in the order in which they lie in the file. */
    public List<String> names() {
        return List.copyOf(layout.entries().keySet());
    }

    /** Whether there is a tensor of that name. */
    public boolean contains(String name) {
        return layout.entries().containsKey(name);
    }

    /** The texts of the header by key, in their order, without the checksum. */
    public Map<String, String> metadata() {
        Map<String, String> texts = new LinkedHashMap<>(layout.metadata());
        texts.remove(Checksum.KEY);
        return Collections.unmodifiableMap(texts);
    }

    /** The file's checksum: 64 hexadecimal digits that name its content. */
    public String sha256() {
        return layout.metadata().getOrDefault(Checksum.KEY, "");
    }

    /** The type of a tensor's elements. */
    public Dtype dtype(String name) {
        return entry(name).dtype();
    }

    /** The extent of each of a tensor's dimensions, slowest first. */
    public long[] shape(String name) {
        return entry(name).shape().stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * The elements of an F32 tensor, row-major.
     *
     * @throws InvalidInputException if it is not there, of another type, or longer than an array can be; the same for the
     *     readers of other types
     */
    public float[] floats(String name) {
        float[] values = new float[elements(name, Dtype.F32)];
        load(name, (first, bytes) -> bytes.asFloatBuffer().get(values, first, bytes.remaining() / Float.BYTES));
        return values;
    }

    /** As {@link #floats}, and refuses a tensor with NaN or an infinity. */
    public float[] finiteFloats(String name) {
        float[] values = new float[elements(name, Dtype.F32)];
        finiteFloats(name, values);
        return values;
    }

    /** As {@link #finiteFloats(String)}, into an array that must be as long as the tensor. */
    void finiteFloats(String name, float[] into) {
        int elements = elements(name, Dtype.F32);
        if (elements != into.length) {
            throw unreadable(path, new InvalidInputException(
                    "tensor " + Layout.shown(name) + " has " + elements + " elements, not " + into.length));
        }
        load(name, (first, bytes) -> bytes.asFloatBuffer().get(into, first, bytes.remaining() / Float.BYTES));
        for (int i = 0; i < into.length; i++) {
            if (!Float.isFinite(into[i])) {
                throw unreadable(path, new InvalidInputException(
                        "element " + i + " of tensor " + Layout.shown(name) + " is " + into[i]));
            }
        }
    }

    /** The number of a tensor's elements. */
    long elements(String name) {
        return entry(name).elements();
    }

    /** The elements of an I32 tensor, row-major. */
    public int[] ints(String name) {
        int[] values = new int[elements(name, Dtype.I32)];
        load(name, (first, bytes) -> bytes.asIntBuffer().get(values, first, bytes.remaining() / Integer.BYTES));
        return values;
    }

    /** The elements of an I64 tensor, row-major. */
    public long[] longs(String name) {
        long[] values = new long[elements(name, Dtype.I64)];
        load(name, (first, bytes) -> bytes.asLongBuffer().get(values, first, bytes.remaining() / Long.BYTES));
        return values;
    }

    /** The elements of a U8 tensor, row-major. */
    public byte[] bytes(String name) {
        byte[] values = new byte[elements(name, Dtype.U8)];
        load(name, (first, bytes) -> bytes.get(values, first, bytes.remaining()));
        return values;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Load {
        void from(int firstElement, ByteBuffer bytes);
    }

    private void load(String name, Load load) {
        Layout.Entry entry = entry(name);
        try {
            int[] next = {0};
            stream(entry.begin(), entry.end(), bytes -> {
                int count = bytes.remaining() / entry.dtype().bytes();
                load.from(next[0], bytes);
                next[0] += count;
            });
        } catch (IOException | InvalidInputException e) {
            throw unreadable(path, e);
        }
    }

    private Layout.Entry entry(String name) {
        Layout.Entry entry = layout.entries().get(name);
        if (entry == null) {
            throw unreadable(path, new InvalidInputException("it has no tensor " + Layout.shown(name)));
        }
        return entry;
    }

    private int elements(String name, Dtype expected) {
        Layout.Entry entry = entry(name);
        if (entry.dtype() != expected) {
            throw unreadable(path, new InvalidInputException(
                    "tensor " + Layout.shown(name) + " is of type " + entry.dtype() + ", not " + expected));
        }
        if (entry.elements() > MAX_ELEMENTS) {
            throw unreadable(path, new InvalidInputException("tensor " + Layout.shown(name) + " has " + entry.elements()
                    + " elements, more than the " + MAX_ELEMENTS + " that fit an array"));
        }
        return (int) entry.elements();
    }

    /** Hands over the bytes {@code [begin, end)} of the data, window by window; a window holds whole elements of any type. */
    private void stream(long begin, long end, Consumer<ByteBuffer> consumer) throws IOException {
        for (long at = begin; at < end; ) {
            int count = (int) Math.min(end - at, window.capacity());
            read(dataStart + at, window.clear().limit(count));
            consumer.accept(window.flip());
            at += count;
        }
    }

    private void read(long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int count = file.read(bytes, at);
            if (count < 0) {
                throw new InvalidInputException("it ends at byte " + at + ", before its content does");
            }
            at += count;
        }
    }

    private static InvalidInputException unreadable(Path path, Exception e) {
        String reason = e instanceof IOException io ? FileFault.reason(io) : e.getMessage();
        return new InvalidInputException("the file " + path + " cannot be read: " + reason, e);
    }
}
