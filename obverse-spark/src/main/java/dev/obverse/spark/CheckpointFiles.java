package dev.obverse.spark;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** The checkpoints of a run, which Spark leaves lying: the one that counts stays, those before it go, and in the end all do. */
final class CheckpointFiles {
    private static final System.Logger LOG = System.getLogger(CheckpointFiles.class.getName());

    private final Configuration configuration;
    private final List<String> written = new ArrayList<>();

    CheckpointFiles(JavaSparkContext context) {
        this.configuration = context.hadoopConfiguration();
    }

    /** Takes note of a checkpoint that has been written, and deletes those before it. */
    void keepOnly(JavaRDD<?> latest) {
        deleteAll();
        if (latest.getCheckpointFile().isPresent()) {
            written.add(latest.getCheckpointFile().get());
        }
    }

    void deleteAll() {
        for (String file : written) {
            Path path = new Path(file);
            try {
                path.getFileSystem(configuration).delete(path, true);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the checkpoint " + file + " is of no more use but could not be deleted", e);
            }
        }
        written.clear();
    }
}
