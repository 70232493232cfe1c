package dev.obverse.core.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a safetensors file in one pass over the tensors: the length of the header is known beforehand, so the data goes first
 * and the header, with the checksum, last.
 */
final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private final List<Tensor> tensors;
    private final byte[] header;
    private final Checksum checksum = new Checksum();
    private final ByteBuffer window = ByteBuffer.allocate(Safetensors.WINDOW).order(ByteOrder.LITTLE_ENDIAN);

    SafetensorsWriter(List<Tensor> tensors, Map<String, String> metadata) {
        // Wide elements first keeps every tensor aligned, which some readers need; otherwise the given order stays.
        this.tensors = tensors.stream()
                .sorted(Comparator.comparingInt((Tensor tensor) -> tensor.dtype().bytes()).reversed())
                .toList();
        header = header(layout(this.tensors, metadata));
    }

    private static Layout layout(List<Tensor> tensors, Map<String, String> metadata) {
        if (metadata.containsKey(Checksum.KEY)) {
            throw new IllegalArgumentException("the metadata key " + Checksum.KEY + " is the writer's own");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(Checksum.KEY, Checksum.blank());
        texts.putAll(metadata);
        Map<String, Layout.Entry> entries = new LinkedHashMap<>();
        long end = 0;
        for (Tensor tensor : tensors) {
            long begin = end;
            long elements = Arrays.stream(tensor.shape()).reduce(1, Math::multiplyExact);
            end = Math.addExact(begin, Math.multiplyExact(elements, (long) tensor.dtype().bytes()));
            List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
            Layout.Entry entry = new Layout.Entry(tensor.dtype(), shape, begin, end);
            if (tensor.name().equals(Layout.METADATA) || entries.put(tensor.name(), entry) != null) {
                throw new IllegalArgumentException("two tensors are named " + tensor.name());
            }
        }
        return new Layout(texts, entries);
    }

    private static byte[] header(Layout layout) {
        byte[] json = layout.toJson().text().getBytes(StandardCharsets.UTF_8);
        int padded = Math.addExact(json.length, ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (padded > Safetensors.MAX_HEADER) {
            throw new IllegalArgumentException("a header of " + padded + " bytes is longer than the format allows");
        }
        byte[] header = Arrays.copyOf(json, padded);
        Arrays.fill(header, json.length, padded, (byte) ' ');
        return header;
    }

    void writeTo(FileChannel file) throws IOException {
        checksum.add(length());
        checksum.add(ByteBuffer.wrap(header));
        file.position((long) Long.BYTES + header.length);
        for (Tensor tensor : tensors) {
            write(tensor, file);
        }
        Checksum.stamp(header, checksum.digits());
        file.position(0);
        writeAll(length(), file);
        writeAll(ByteBuffer.wrap(header), file);
    }

    private ByteBuffer length() {
        return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).flip();
    }

    private void write(Tensor tensor, FileChannel file) throws IOException {
        int size = tensor.dtype().bytes();
        long elements = Arrays.stream(tensor.shape()).reduce(1, Math::multiplyExact);
        for (long first = 0; first < elements; ) {
            int count = (int) Math.min(elements - first, window.capacity() / size);
            window.clear().limit(count * size);
            tensor.fill(first, window);
            if (window.hasRemaining()) {
                throw new IllegalStateException("tensor " + tensor.name() + " left " + window.remaining() + " bytes unfilled");
            }
            checksum.add(window.flip());
            writeAll(window.rewind(), file);
            first += count;
        }
    }

    private static void writeAll(ByteBuffer bytes, FileChannel file) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }
}
