package dev.obverse.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.ml.util.MLWriter;

/** Writes a model to a folder: what Spark writes of any stage, and the files of {@link ModelFiles}. */
final class ModelWriter extends MLWriter {
    private final InverseLearningModel model;

    ModelWriter(InverseLearningModel model) {
        this.model = model;
    }

    @Override
    public void save(String path) throws IOException {
        // Before the folder is emptied: its users are read from there only when they are asked for.
        ModelFiles.requireElsewhere(path, sparkSession(), model.parts());
        super.save(path);
    }

    @Override
    public void saveImpl(String path) {
        try {
            model.paramsWriter().session(sparkSession()).save(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ModelFiles.save(path, sparkSession(), model.parts());
    }
}
