package dev.obverse.core.model;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.parameter.Parameter;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.parameter.TensorView;
import dev.obverse.core.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A checkpoint: a safetensors file with all that a run needs to go on to the very same bits. Per parameter one tensor {@code state.NAME}
 * with its values and its optimizer state as they lie in memory; the best epoch's values as {@code best.NAME}; in the metadata where
 * the run is, what its epochs gave, and which run it is of ({@code run.KEY}: config, data, kernels, version).
 *
 * <p>Written whole or not at all, in place of the one before, and checked whole before anything of it is used.
 */
public final class CheckpointFile {
    private static final String FORMAT = "obverse.checkpoint";
    private static final String VERSION = "1";
    private static final String RUN = "run.";
    private static final String PLACE = "place";

    private CheckpointFile() {}

    /**
     * Writes a checkpoint.
     *
     * @param run what must be the same for the run to go on, by name
     * @throws InvalidInputException if it cannot be written, in one sentence
     */
    public static void write(Path file, Map<String, String> run, TrainingState state, Parameters parameters) {
        List<Tensor> tensors = new ArrayList<>();
        for (Parameter parameter : parameters.all()) {
            tensors.add(Tensor.floats(stateName(parameter), parameter.data(), parameter.data().length));
        }
        List<TensorView> views = parameters.tensors();
        for (int i = 0; i < state.bestValues().size(); i++) {
            float[] best = state.bestValues().get(i);
            tensors.add(Tensor.floats(bestName(views.get(i)), best, best.length));
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(FORMAT, VERSION);
        new TreeMap<>(run).forEach((key, value) -> metadata.put(RUN + key, value));
        metadata.put(PLACE, TrainingStateJson.write(state).text());
        try {
            Safetensors.write(file, tensors, metadata);
        } catch (IOException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private static String stateName(Parameter parameter) {
        return "state." + parameter.tensors().get(0).name();
    }

    private static String bestName(TensorView view) {
        return "best." + view.name();
    }

    /**
     * Reads a checkpoint: returns where the run is and puts parameters and optimizer state back.
     *
     * @param run as it was given to {@link #write}
     * @param parameters those of the run's model, with room for the optimizer's state
     * @throws InvalidInputException if it is damaged, or of another run: one sentence that says in what they differ
     */
    public static TrainingState read(Path file, Map<String, String> run, Parameters parameters) {
        try (Safetensors tensors = Safetensors.open(file)) {
            Map<String, String> metadata = tensors.metadata();
            if (!VERSION.equals(metadata.get(FORMAT))) {
                throw new InvalidInputException("it is not a checkpoint of format " + VERSION + Layout.otherFormat(metadata, FORMAT));
            }
            requireSame(run, metadata);
            List<float[]> best = best(tensors, parameters);
            TrainingState state = TrainingStateJson.read(metadata.getOrDefault(PLACE, ""), best);
            for (Parameter parameter : parameters.all()) {
                tensors.finiteFloats(stateName(parameter), parameter.data());
            }
            return state;
        } catch (IllegalArgumentException | InvalidInputException e) {
            throw new InvalidInputException("the run cannot go on from " + file + ": " + FileFault.shown(e)
                    + "; remove that file, or name another --out, to train from the start", e);
        }
    }

    private static void requireSame(Map<String, String> run, Map<String, String> metadata) {
        run.forEach((key, value) -> {
            String then = metadata.getOrDefault(RUN + key, "");
            if (!then.equals(value)) {
                throw new InvalidInputException("it is of a run with other " + key + " (" + brief(then) + ", now " + brief(value) + ")");
            }
        });
    }

    private static String brief(String text) {
        return InvalidInputException.shown(text, 60);
    }

    private static List<float[]> best(Safetensors tensors, Parameters parameters) {
        List<float[]> best = new ArrayList<>();
        for (TensorView view : parameters.tensors()) {
            if (tensors.contains(bestName(view))) {
                if (tensors.elements(bestName(view)) != (long) view.rows() * view.width()) {
                    throw new InvalidInputException("the tensor " + bestName(view) + " is not as long as its config asks for");
                }
                best.add(tensors.finiteFloats(bestName(view)));
            }
        }
        if (!best.isEmpty() && best.size() != parameters.tensors().size()) {
            throw new InvalidInputException("it has the best values of only " + best.size() + " tensors");
        }
        return best;
    }
}
