package dev.obverse.lab.run;

import dev.obverse.core.InvalidInputException;
import dev.obverse.lab.result.CellResult;
import dev.obverse.lab.result.ResultFiles;
import dev.obverse.lab.result.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The finished cells of a study on disk: {@code KEY.json} with the result and {@code KEY.logits} with the logit of each judged row, as
 * 32-bit floats in little-endian order. The logits are written first, both files whole or not at all, so a cell whose result is there is
 * finished, and a killed study loses no more than the cells that were running.
 */
final class CellStore {
    private static final String AGAIN = "delete it to run that cell again";

    private final Path folder;

    /** Stores in a folder that is there. */
    CellStore(Path folder) {
        this.folder = folder;
    }

    /** What a result file holds. */
    private record Stored(CellResult result, List<Double> seconds) {
        /** A file that lacks one of them is no result. */
        Stored {
            Objects.requireNonNull(result, "result");
            seconds = List.copyOf(seconds);
        }
    }

    void write(CellOutcome outcome) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * outcome.logits().length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(outcome.logits());
        WholeFile.write(logitsFile(outcome.result().key()), bytes.array());
        WholeFile.write(resultFile(outcome.result().key()), ResultFiles.bytes(new Stored(outcome.result(), outcome.seconds())));
    }

    /** Returns a finished cell, or null if it is not finished. */
    @Nullable CellOutcome find(String key, int judgedRows) {
        if (!Files.exists(resultFile(key))) {
            return null;
        }
        Stored stored = ResultFiles.read(resultFile(key), Stored.class, AGAIN);
        if (!key.equals(stored.result().key())) {
            throw new InvalidInputException(resultFile(key) + " is damaged; " + AGAIN);
        }
        return new CellOutcome(stored.result(), logits(key, stored.result().failure() == null ? judgedRows : 0), stored.seconds());
    }

    private float[] logits(String key, int rows) {
        Path file = logitsFile(key);
        try {
            long size = Files.size(file);
            if (size != (long) Float.BYTES * rows) {
                throw new InvalidInputException(file + " has " + size + " bytes, but " + rows
                        + " rows are judged; delete it and the .json beside it to run the cell again");
            }
            float[] logits = new float[rows];
            ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(logits);
            return logits;
        } catch (IOException e) {
            throw new InvalidInputException(file + " cannot be read: delete the .json beside it to run the cell again", e);
        }
    }

    private Path resultFile(String key) {
        return folder.resolve(key + ".json");
    }

    private Path logitsFile(String key) {
        return folder.resolve(key + ".logits");
    }
}
