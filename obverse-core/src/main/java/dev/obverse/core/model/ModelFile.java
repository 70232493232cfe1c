package dev.obverse.core.model;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.sample.SplitMix64;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private ModelFile() {}

    /**
     * Writes a model, whole or not at all: an old file of this name stays as it is until the new one is complete on disk.
     *
     * @throws InvalidInputException if it cannot be written, in one sentence
     */
    public static void write(Path file, Recommender recommender) {
        List<Tensor> tensors = new ArrayList<>();
        for (TensorView view : recommender.model().parameters().tensors()) {
            tensors.add(tensor(view));
        }
        addIds(tensors, "users", recommender.users());
        addIds(tensors, "items", recommender.items());
        if (recommender.hasHistory()) {
            TrainingHistory history = recommender.history();
            tensors.add(Tensor.longs("history.offsets", history.offsets(), history.offsets().length));
            tensors.add(Tensor.ints("history.items", history.items(), history.items().length));
            tensors.add(Tensor.bytes("history.labels", history.labels(), history.labels().length));
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
        try (Safetensors tensors = Safetensors.open(file)) {
            return read(file, tensors, kernels);
        }
    }

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
                    + (metadata.containsKey(FORMAT) ? " but of format " + metadata.get(FORMAT) : ": its metadata has no " + FORMAT)
                    + "; train one with 'obverse train'");
        }
        try {
            TrainingConfig config = config(metadata);
            Vocabulary users = ids(tensors, "users");
            Vocabulary items = ids(tensors, "items");
            RecommenderModel model = parameters(tensors, config, users.size(), items.size(), kernels);
            return new Recommender(model, config, users, items, history(tensors, users.size(), items.size()), provenance(metadata));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(file + " is damaged: " + e.getMessage() + "; restore it or train again", e);
        }
    }

    private static TrainingConfig config(Map<String, String> metadata) {
        Map<String, String> settings = new LinkedHashMap<>();
        metadata.forEach((name, value) -> {
            if (name.startsWith(CONFIG)) {
                settings.put(name.substring(CONFIG.length()), value);
            }
        });
        return TrainingConfig.of(settings);
    }

    private static Map<String, String> provenance(Map<String, String> metadata) {
        Map<String, String> rest = new LinkedHashMap<>(metadata);
        rest.keySet().removeIf(name -> name.equals(FORMAT) || name.startsWith(CONFIG));
        return rest;
    }

    private static Vocabulary ids(Safetensors tensors, String side) {
        return Vocabulary.ofUtf8(tensors.bytes(side + ".ids"), tensors.longs(side + ".offsets"));
    }

    /** Checks the shape of every tensor against a model of one user and one item before anything is allocated for all of them. */
    private static RecommenderModel parameters(Safetensors tensors, TrainingConfig config, int users, int items, Kernels kernels) {
        Architecture architecture = Architecture.of(config);
        RecommenderModel small = architecture.build(1, 1, kernels, new SplitMix64(0));
        for (TensorView view : small.parameters().tensors()) {
            boolean table = small.parameters().tables().stream().flatMap(t -> t.tensors().stream())
                    .anyMatch(row -> row.name().equals(view.name()));
            long rows = !table ? view.rows() : view.name().startsWith("user_") ? users : items;
            checkSize(tensors, view, rows * view.width());
        }
        RecommenderModel model = architecture.build(users, items, kernels, new SplitMix64(0));
        for (TensorView view : model.parameters().tensors()) {
            view.assign(tensors.finiteFloats(view.name()));
        }
        return model;
    }

    private static void checkSize(Safetensors tensors, TensorView view, long expected) {
        long size = 1;
        for (long extent : tensors.shape(view.name())) {
            size *= extent;
        }
        if (size != expected) {
            throw new IllegalArgumentException("the tensor " + view.name() + " has " + size + " values, where its config asks for " + expected);
        }
    }

    private static @Nullable TrainingHistory history(Safetensors tensors, int users, int items) {
        if (!tensors.contains("history.offsets")) {
            return null;
        }
        TrainingHistory history = new TrainingHistory(
                tensors.longs("history.offsets"), tensors.ints("history.items"), tensors.bytes("history.labels"));
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
