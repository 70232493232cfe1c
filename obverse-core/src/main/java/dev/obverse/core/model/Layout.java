package dev.obverse.core.model;

import dev.obverse.core.InvalidInputException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The header of a safetensors file: metadata, and where each tensor lies in the data section that follows.
 *
 * <p>A header is JSON: {@code {"__metadata__": {text: text}, name: {"dtype": .., "shape": [..], "data_offsets": [begin, end]}}},
 * offsets counted from the end of the header. The tensors cover the data section without overlap or hole.
 *
 * @param metadata texts by key, in their order
 * @param entries the tensors by name, in the order in which they lie
 */
record Layout(Map<String, String> metadata, Map<String, Entry> entries) {
    static final String METADATA = "__metadata__";

    /** A header has some ten values for each tensor; one with more is not ours, and would take many times its size in memory. */
    private static final int MOST_VALUES = 100_000;

    /** One tensor: its bytes are {@code [begin, end)} of the data section. */
    record Entry(Dtype dtype, List<Long> shape, long begin, long end) {
        long elements() {
            return (end - begin) / dtype.bytes();
        }
    }

    /** How many bytes the data section has. */
    long dataBytes() {
        return entries.values().stream().mapToLong(Entry::end).max().orElse(0);
    }

    Json toJson() {
        Map<String, Json> header = new LinkedHashMap<>();
        Map<String, Json> texts = new LinkedHashMap<>();
        metadata.forEach((key, value) -> texts.put(key, new Json.Str(value)));
        header.put(METADATA, new Json.Obj(texts));
        entries.forEach((name, entry) -> {
            Map<String, Json> members = new LinkedHashMap<>();
            members.put("dtype", new Json.Str(entry.dtype().name()));
            members.put("shape", numbers(entry.shape().stream()));
            members.put("data_offsets", numbers(Stream.of(entry.begin(), entry.end())));
            header.put(name, new Json.Obj(members));
        });
        return new Json.Obj(header);
    }

    private static Json numbers(Stream<Long> values) {
        return new Json.Arr(values.<Json>map(Json.Num::of).toList());
    }

    /**
     * Reads and checks a header.
     *
     * @param dataBytes how many bytes follow the header in the file
     * @throws InvalidInputException if it is not one, or does not describe exactly that many bytes
     */
    static Layout parse(String header, long dataBytes) {
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Entry> found = new LinkedHashMap<>();
        Json.parse(header, MOST_VALUES).asObject().forEach((name, value) -> {
            if (name.equals(METADATA)) {
                value.asObject().forEach((key, text) -> metadata.put(key, text.asString()));
            } else {
                found.put(name, entry(name, value.asObject()));
            }
        });
        Map<String, Entry> entries = new LinkedHashMap<>();
        long covered = 0;
        // Of two tensors at one place the empty one comes first.
        Comparator<Entry> byPlace = Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end);
        List<Map.Entry<String, Entry>> inPlace =
                found.entrySet().stream().sorted(Map.Entry.comparingByValue(byPlace)).toList();
        for (Map.Entry<String, Entry> next : inPlace) {
            if (next.getValue().begin() != covered) {
                throw new InvalidInputException("tensor " + shown(next.getKey()) + " begins at byte "
                        + next.getValue().begin() + " of the data, where " + covered + " was expected");
            }
            covered = next.getValue().end();
            entries.put(next.getKey(), next.getValue());
        }
        if (covered != dataBytes) {
            throw new InvalidInputException(
                    "its tensors have " + covered + " bytes, but " + dataBytes + " follow the header");
        }
        return new Layout(metadata, entries);
    }

    /** A name out of a file as sentences show it: in quotes, on one line, and not without end. */
    static String shown(String name) {
        return Json.brief(new Json.Str(name));
    }

    /** The end of a sentence on a file that is not of the format that it should be: what its metadata say under a key. */
    static String otherFormat(Map<String, String> metadata, String key) {
        String other = metadata.get(key);
        return other == null ? ": its metadata has no " + key : " but of format " + shown(other);
    }

    private static Entry entry(String name, Map<String, Json> members) {
        Json dtype = members.get("dtype");
        Json shape = members.get("shape");
        Json offsets = members.get("data_offsets");
        if (dtype == null || shape == null || offsets == null || members.size() != 3) {
            throw new InvalidInputException(
                    "tensor " + shown(name) + " must have dtype, shape and data_offsets and nothing else");
        }
        List<Long> extents = shape.asArray().stream().map(Json::asLong).toList();
        List<Long> range = offsets.asArray().stream().map(Json::asLong).toList();
        if (range.size() != 2 || range.get(0) < 0 || range.get(1) < range.get(0)) {
            throw new InvalidInputException("tensor " + shown(name) + " has data_offsets " + Json.brief(offsets));
        }
        Entry entry = new Entry(dtype(name, dtype.asString()), extents, range.get(0), range.get(1));
        if (bytes(name, entry) != entry.end() - entry.begin()) {
            throw new InvalidInputException("tensor " + shown(name) + " of shape " + Json.brief(shape) + " and type " + entry.dtype()
                    + " does not fill its " + (entry.end() - entry.begin()) + " bytes");
        }
        return entry;
    }

    private static Dtype dtype(String tensor, String name) {
        for (Dtype dtype : Dtype.values()) {
            if (dtype.name().equals(name)) {
                return dtype;
            }
        }
        throw new InvalidInputException(
                "tensor " + shown(tensor) + " has type " + shown(name) + ", which is none of " + List.of(Dtype.values()));
    }

    private static long bytes(String name, Entry entry) {
        try {
            long product = entry.dtype().bytes();
            for (long extent : entry.shape()) {
                product = Math.multiplyExact(product, extent);
                if (extent < 0) {
                    throw new InvalidInputException("tensor " + shown(name) + " has a negative extent");
                }
            }
            return product;
        } catch (ArithmeticException e) {
            throw new InvalidInputException("tensor " + shown(name) + " has a shape too large for any file", e);
        }
    }
}
