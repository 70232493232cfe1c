package dev.obverse.lab.run;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.model.FileFault;
import dev.obverse.data.LabelledLog;
import dev.obverse.data.LogReader;
import dev.obverse.data.LogRequest;
import dev.obverse.data.Resources;
import dev.obverse.data.simulate.Options;
import dev.obverse.data.simulate.Simulator;
import dev.obverse.lab.study.DataSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the slices of a study, one at a time; simulates what is to be simulated. */
final class Slices {
    private final Path folder;
    private final Map<String, Vocabulary.Builder> users = new HashMap<>();
    private final Set<String> simulated = new HashSet<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final boolean chooses;
    private final StudyListener listener;

    /**
     * Makes a reader.
     *
     * @param folder where simulated logs go
     * @param chooses whether something is chosen by validation, so that there must be rows to choose by
     * @param listener hears warnings
     */
    Slices(Path folder, boolean chooses, StudyListener listener) {
        this.folder = folder;
        this.chooses = chooses;
        this.listener = listener;
    }

    synchronized Slice read(DataSet data, double labelFraction, long dataSeed) {
        LogRequest request = files(data).withDataSeed(dataSeed).withLabelFraction(labelFraction);
        List<String> options = new ArrayList<>(data.options());
        if (dataSeed != 1) {
            options.addAll(List.of("--data-seed", Long.toString(dataSeed)));
        }
        if (labelFraction < 1) {
            options.addAll(List.of("--label-fraction", Double.toString(labelFraction)));
        }
        LabelledLog log = new LogReader().read(request);
        for (String warning : log.warnings()) {
            if (warnings.add(data.name() + ": " + warning)) {
                listener.warning(data.name() + ": " + warning);
            }
        }
        Vocabulary.Builder known = users.computeIfAbsent(data.name(), name -> new Vocabulary.Builder());
        Slice slice = Slice.of(data.name(), log, request, preparation(data), options, known);
        if (chooses && slice.training().valid().size() == 0) {
            throw new InvalidInputException("the study has a grid, but " + data.name()
                    + " has no labelled validation rows to choose by: name a valid file, or a split with a share for validation");
        }
        if (slice.judged().size() == 0) {
            throw new InvalidInputException(data.name()
                    + " has no labelled row to judge by: name a test file, or a split with a share for test");
        }
        return slice;
    }

    /** The request as given, or for the file that is simulated the first time it is asked for. */
    private LogRequest files(DataSet data) {
        LogRequest request = data.request();
        Options options = data.simulated();
        if (options == null) {
            return request;
        }
        Path file = folder.resolve(data.name() + ".csv");
        if (simulated.add(data.name())) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new InvalidInputException("the folder " + folder + " cannot be made: " + FileFault.reason(e), e);
            }
            Simulator.write(options, file, Resources.DEFAULT);
        }
        return request.withData(request.data().withPaths(List.of(file.toString())));
    }

    private static String preparation(DataSet data) {
        Options options = data.simulated();
        return options == null ? "" : "./obverse simulate --users " + options.users() + " --videos " + options.videos() + " --views "
                + options.views() + " --seed " + options.seed() + " --like-rate " + options.likeRate() + " --dislike-rate "
                + options.dislikeRate() + " --out " + data.name() + ".csv";
    }
}
