package dev.obverse.lab.study;

import dev.obverse.data.LogRequest;
import dev.obverse.data.Split;
import dev.obverse.data.simulate.Options;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set of a study.
 *
 * @param name its name
 * @param request how its files are read; data seed and label fraction are those of a slice
 * @param simulated what is simulated into the one file of the request before anything is read, or null
 * @param dataSeed the data seed of every run, or null for the seed of the run
 * @param options the data options of the command line that say the same, but for data seed and label fraction
 */
public record DataSet(
        String name, LogRequest request, @Nullable Options simulated, @Nullable Long dataSeed, List<String> options) {
    /** Copies the list. */
    public DataSet {
        options = List.copyOf(options);
    }

    /** Returns the data seed of a run; 1 where nothing is drawn, so that all seeds share one slice. */
    public long dataSeed(long seed, double labelFraction) {
        if (dataSeed != null) {
            return dataSeed;
        }
        boolean split = request.split() instanceof Split.Random && (request.valid().isEmpty() || request.test().isEmpty());
        return split || labelFraction < 1 ? seed : 1;
    }
}
