package dev.obverse.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that divide a log into training, validation and test. */
final class SplitOptions {
    @Option(names = "--valid", paramLabel = "FILE|GLOB", description = "validation rows; then none are split off --data")
    private @Nullable List<String> valid;

    @Option(names = "--test", paramLabel = "FILE|GLOB", description = "test rows; then none are split off --data")
    private @Nullable List<String> test;

    @Option(names = "--split", paramLabel = "SPLIT", description = "random:A,B,C or time:A,B,C, shares of training, validation and test, or files to split nothing off (default: random:0.8,0.1,0.1)")
    private @Nullable String split;

    @Option(names = "--data-seed", paramLabel = "N", description = "seed of the split and of --label-fraction (default: 1)")
    private @Nullable Long dataSeed;

    @Option(names = "--label-fraction", paramLabel = "F", description = "keep this share of the training labels and make the rest UNLABELED (default: 1)")
    private @Nullable Double labelFraction;

    @Option(names = "--allow-overlap", description = "let pairs be in more than one of training, validation and test")
    private @Nullable Boolean allowOverlap;

    @Option(names = "--catalogue", paramLabel = "FILE",
            description = "text file with the id of every item that could be shown, one a line; unexposed pairs are drawn from all of them (default: the items of training)")
    private @Nullable String catalogue;

    DataSpec spec() {
        return new DataSpec(
                null, valid, test, null, null, null, null, null, null, null, split, dataSeed, labelFraction, null, allowOverlap, catalogue);
    }
}
