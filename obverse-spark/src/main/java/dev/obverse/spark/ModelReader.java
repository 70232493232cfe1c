package dev.obverse.spark;

import org.apache.spark.ml.util.MLReader;

/** Reads what {@link ModelWriter} has written. */
final class ModelReader extends MLReader<InverseLearningModel> {
    @Override
    public InverseLearningModel load(String path) {
        InverseLearningModel model = new InverseLearningModel.ParamsReadable().read().session(sparkSession()).load(path);
        model.fill(ModelFiles.load(path, sparkSession()));
        return model;
    }
}
