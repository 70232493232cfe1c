package dev.obverse.cli;

import dev.obverse.data.Resources;
import dev.obverse.data.simulate.Options;
import dev.obverse.data.simulate.Simulator;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code obverse simulate}: a log of a micro-video feed with the true preference of every row. */
@Command(name = "simulate", description = "Writes the log of a simulated video feed, with the true preference of every view.",
        mixinStandardHelpOptions = true, sortOptions = false, showDefaultValues = true)
final class SimulateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--users", paramLabel = "N", description = "users")
    private int users = 2000;

    @Option(names = "--videos", paramLabel = "N", description = "videos")
    private int videos = 1500;

    @Option(names = "--views", paramLabel = "N", description = "rows")
    private long views = 200_000;

    @Option(names = "--like-rate", paramLabel = "F", description = "share of views with a like, at most 0.2; near that fewer are pressed than asked for")
    private double likeRate = 0.02;

    @Option(names = "--dislike-rate", paramLabel = "F", description = "share of views with a dislike, likewise")
    private double dislikeRate = 0.005;

    @Option(names = "--seed", paramLabel = "N", description = "decides everything that is random")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "where to: .csv, .tsv, .jsonl or .parquet")
    private Path out = Path.of("");

    @Override
    public Integer call() {
        Options options = Usage.check(spec, () -> new Options(users, videos, views, seed, likeRate, dislikeRate));
        Simulator.write(options, out, Resources.DEFAULT);
        spec.commandLine().getOut().printf(Locale.ROOT, "%,d views of %,d videos by %,d users in %s%n"
                + "train on it: ./obverse train --data %s --positive \"is_like = 1\" --negative \"is_dislike = 1\" --split time:0.8,0.1,0.1 --out run%n",
                views, videos, users, out, out);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
