package dev.obverse.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name files and their columns: alike in every verb that reads a log. */
final class SourceOptions {
    @Option(names = "--data", paramLabel = "FILE|GLOB", description = "log to read: csv, tsv, json lines or parquet, also gzipped; may be repeated")
    private @Nullable List<String> data;

    @Option(names = "--columns", split = ",", paramLabel = "NAME", description = "column names of a file without a header line: user,item,rating")
    private @Nullable List<String> columns;

    @Option(names = "--user", paramLabel = "COLUMN", description = "column of user ids (default: user, user_id, ...)")
    private @Nullable String user;

    @Option(names = "--item", paramLabel = "COLUMN", description = "column of item ids (default: item, item_id, video_id, ...)")
    private @Nullable String item;

    @Option(names = "--time", paramLabel = "COLUMN", description = "column of times: numbers, or timestamps, those without an offset in UTC "
            + "(default: time, timestamp, ... if there is one)")
    private @Nullable String time;

    @Option(names = "--delimiter", paramLabel = "TEXT", description = "what stands between columns, such as '::' (default: detected)")
    private @Nullable String delimiter;

    DataSpec spec() {
        return new DataSpec(data, null, null, columns, user, item, time, delimiter, null, null, null, null, null, null, null, null);
    }
}
