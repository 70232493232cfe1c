package dev.obverse.core.model;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.TensorView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model file: one safetensors file that is all that is needed to score, rank or serve. Besides the parameters it holds the external
 * ids ({@code users.ids} and {@code items.ids}: UTF-8, one behind the other; {@code .offsets}: where each starts), the training rows
 * ({@code history.offsets|items|labels}) and, in its metadata, the config ({@code config.NAME}) and the provenance.
 */
public final class ModelFile {
    private static final String FORMAT = "obverse.format";
    private static final String VERSION = "1";
    private static final String CONFIG = "config.";
    private static final String HISTORY_OFFSETS = "history.offsets";
    private static final String HISTORY_ITEMS = "history.items";
    private static final String HISTORY_LABELS = "history.labels";

    private ModelFile() {}

    /**
     * Writes a model, whole or not at all: an old file of this name stays as it is until the new one is complete on disk.
     *
     * @throws InvalidInputException if it cannot be written, in one sentence
     * @throws IllegalArgumentException if it could not be read again: the model is not one of this config and of so many users and items, or
     *     a name of the provenance is one that the format takes for itself
     */
    public static void write(Path file, Recommender recommender) {
        requireReadable(recommender);
        List<Tensor> tensors = new ArrayList<>();
        for (TensorView view : recommender.model().parameters().tensors()) {
            tensors.add(tensor(view));
        }
        addIds(tensors, "users", recommender.users());
        addIds(tensors, "items", recommender.items());
        if (recommender.hasHistory()) {
            TrainingHistory history = recommender.history();
            tensors.add(Tensor.longs(HISTORY_OFFSETS, history.offsets(), history.offsets().length));
            tensors.add(Tensor.ints(HISTORY_ITEMS, history.items(), history.items().length));
            tensors.add(Tensor.bytes(HISTORY_LABELS, history.labels(), history.labels().length));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT, VERSION);
        recommender.config().toMap().forEach((name, value) -> metadata.put(CONFIG + name, value));
        metadata.putAll(recommender.provenance());
        try {
            Safetensors.write(file, tensors, metadata);
        } catch (IOException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireReadable(Recommender recommender) {
        long described = Architecture.of(recommender.config()).parameters(recommender.users().size(), recommender.items().size());
        long held = recommender.model().parameters().tensors().stream().mapToLong(view -> (long) view.rows() * view.width()).sum();
        if (held != described) {
            throw new IllegalArgumentException("the model has " + held + " parameters, where its config and " + recommender.users().size()
                    + " users and " + recommender.items().size() + " items make " + described);
        }
        for (String name : recommender.provenance().keySet()) {
            if (name.startsWith(CONFIG) || name.equals(FORMAT)) {
                throw new IllegalArgumentException("the provenance may not be named " + name + ": the format has that name for itself");
            }
        }
    }

    private static Tensor tensor(TensorView view) {
        long[] shape = view.shape().stream().mapToLong(Long::longValue).toArray();
        return shape.length == 2
                ? Tensor.table(view.name(), view.data(), view.offset(), view.stride(), view.rows(), view.width())
                : Tensor.floats(view.name(), view.copy(), shape);
    }

    private static void addIds(List<Tensor> tensors, String side, Vocabulary ids) {
        byte[] utf8 = ids.utf8();
        long[] offsets = ids.utf8Offsets();
        tensors.add(Tensor.bytes(side + ".ids", utf8, utf8.length));
        tensors.add(Tensor.longs(side + ".offsets", offsets, offsets.length));
    }

    /**
     * Reads a model, after the whole file has been checked.
     *
     * @throws InvalidInputException if it is not a model of this format, or is damaged: one sentence with the file's name
     */
    public static Recommender read(Path file, Kernels kernels) {
        return readStored(file, kernels).recommender();
    }

    /**
     * Reads a model and the checksum that stands in its file, in one go: they belong together, whatever happens to the file meanwhile.
     *
     * @throws InvalidInputException as {@link #read}
     */
    public static Stored readStored(Path file, Kernels kernels) {
        try (Safetensors tensors = Safetensors.open(file)) {
            return new Stored(read(file, tensors, kernels), tensors.sha256());
        }
    }

    /**
     * A model as it lay in a file.
     *
     * @param recommender the model
     * @param sha256 the checksum of its file, 64 lower-case digits
     */
    public record Stored(Recommender recommender, String sha256) {}

    /**
     * Returns the checksum that stands in a model file, 64 lower-case digits, after the whole file has been checked against it.
     *
     * @throws InvalidInputException if it is not a safetensors file of ours, or is damaged: one sentence with the file's name
     */
    public static String sha256(Path file) {
        try (Safetensors tensors = Safetensors.open(file)) {
            return tensors.sha256();
        }
    }

    private static Recommender read(Path file, Safetensors tensors, Kernels kernels) {
        Map<String, String> metadata = tensors.metadata();
        if (!VERSION.equals(metadata.get(FORMAT))) {
            throw new InvalidInputException(file + " is not an Obverse model of format " + VERSION
                    + Layout.otherFormat(metadata, FORMAT) + "; train one with 'obverse train'");
        }
        try {
            TrainingConfig config = config(metadata);
            Vocabulary users = ids(tensors, "users");
            Vocabulary items = ids(tensors, "items");
            RecommenderModel model = parameters(tensors, config, users.size(), items.size(), kernels);
            return new Recommender(model, config, users, items, history(tensors, users.size(), items.size()), provenance(metadata));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("the model file " + file + " is damaged: " + e.getMessage() + "; restore it or train again", e);
        }
    }

    private static TrainingConfig config(Map<String, String> metadata) {
        Map<String, String> settings = new LinkedHashMap<>();
        metadata.forEach((name, value) -> {
            if (name.startsWith(CONFIG)) {
                settings.put(name.substring(CONFIG.length()), value);
            }
        });
        try {
            return TrainingConfig.of(settings);
        } catch (InvalidInputException e) {
            throw new IllegalArgumentException("this version cannot use its config: " + FileFault.shown(e), e);
        }
    }

    private static Map<String, String> provenance(Map<String, String> metadata) {
        Map<String, String> rest = new LinkedHashMap<>(metadata);
        rest.keySet().removeIf(name -> name.equals(FORMAT) || name.startsWith(CONFIG));
        return rest;
    }

    private static Vocabulary ids(Safetensors tensors, String side) {
        byte[] utf8 = tensors.bytes(side + ".ids");
        long[] offsets = tensors.longs(side + ".offsets");
        requireText(side, utf8, offsets);
        return Vocabulary.ofUtf8(utf8, offsets);
    }

    /** Each id must be text by itself: bytes that are none would come out as other ids than went in. */
    private static void requireText(String side, byte[] utf8, long[] offsets) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer some = CharBuffer.allocate(1024);
        ByteBuffer bytes = ByteBuffer.wrap(utf8);
        CoderResult result;
        do {
            result = decoder.decode(bytes, some.clear(), true);
        } while (result.isOverflow());
        boolean text = !result.isError();
        for (long offset : offsets) {
            // No character begins with a byte 10xxxxxx.
            text &= offset < 0 || offset >= utf8.length || (utf8[(int) offset] & 0xC0) != 0x80;
        }
        if (!text) {
            throw new IllegalArgumentException("the ids of its " + side + " are not UTF-8");
        }
    }

    /** What is built is as large as what is read, so a file cannot ask for more memory than it has bytes. */
    private static RecommenderModel parameters(Safetensors tensors, TrainingConfig config, int users, int items, Kernels kernels) {
        Architecture architecture = Architecture.of(config);
        long values = 0;
        for (String name : tensors.names()) {
            values += tensors.dtype(name) == Dtype.F32 ? tensors.elements(name) : 0;
        }
        long expected = architecture.parameters(users, items);
        if (values != expected) {
            throw new IllegalArgumentException("it has " + values + " parameters, where its config, users and items ask for " + expected);
        }
        RecommenderModel model = architecture.blank(users, items, kernels);
        for (TensorView view : model.parameters().tensors()) {
            checkShape(tensors, view);
            view.assign(tensors.finiteFloats(view.name()));
        }
        requireNoOther(tensors, model);
        return model;
    }

    private static void checkShape(Safetensors tensors, TensorView view) {
        List<Long> shape = Arrays.stream(tensors.shape(view.name())).boxed().toList();
        if (!shape.equals(view.shape())) {
            throw new IllegalArgumentException(
                    "the tensor " + view.name() + " has the shape " + shape + ", where its config asks for " + view.shape());
        }
    }

    /** A tensor that nobody reads would be a part of the model that is silently left out. */
    private static void requireNoOther(Safetensors tensors, RecommenderModel model) {
        List<String> known = new ArrayList<>(List.of("users.ids", "users.offsets", "items.ids", "items.offsets"));
        if (tensors.contains(HISTORY_OFFSETS)) {
            known.addAll(List.of(HISTORY_OFFSETS, HISTORY_ITEMS, HISTORY_LABELS));
        }
        model.parameters().tensors().forEach(view -> known.add(view.name()));
        for (String name : tensors.names()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("it has a tensor " + Layout.shown(name) + " that its config does not ask for");
            }
        }
    }

    private static @Nullable TrainingHistory history(Safetensors tensors, int users, int items) {
        if (!tensors.contains(HISTORY_OFFSETS)) {
            return null;
        }
        TrainingHistory history = new TrainingHistory(
                tensors.longs(HISTORY_OFFSETS), tensors.ints(HISTORY_ITEMS), tensors.bytes(HISTORY_LABELS));
        if (history.offsets().length != users + 1) {
            throw new IllegalArgumentException("the history is of " + (history.offsets().length - 1) + " users, the model of " + users);
        }
        for (int item : history.items()) {
            if (item >= items) {
                throw new IllegalArgumentException("the history names item " + item + " of " + items);
            }
        }
        return history;
    }
}
