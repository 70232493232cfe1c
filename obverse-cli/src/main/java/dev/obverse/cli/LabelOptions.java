package dev.obverse.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what the rows of a log mean. */
final class LabelOptions {
    @Option(names = "--positive", paramLabel = "EXPR",
            description = "SQL predicate of POSITIVE rows, such as \"rating > 2\"; rows that neither predicate matches are UNLABELED")
    private @Nullable String positive;

    @Option(names = "--negative", paramLabel = "EXPR", description = "SQL predicate of NEGATIVE rows, such as \"rating <= 2\"")
    private @Nullable String negative;

    @Option(names = "--on-conflict", paramLabel = "WAY",
            description = "what becomes of a pair with both labels: refuse, latest, majority or drop (default: refuse)")
    private @Nullable String onConflict;

    DataSpec spec() {
        return new DataSpec(
                null, null, null, null, null, null, null, null, positive, negative, null, null, null, onConflict, null, null);
    }
}
