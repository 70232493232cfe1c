package dev.obverse.cli;

import dev.obverse.data.Resources;
import dev.obverse.data.TableWriter;
import dev.obverse.data.TableWriter.Column;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where recommendations go, a row at a time: a file, or the terminal. */
final class RecommendationTable implements AutoCloseable {
    private final boolean exposure;
    private final PrintWriter terminal;
    private final @Nullable TableWriter file;

    RecommendationTable(@Nullable Path out, boolean exposure, PrintWriter terminal) {
        this.exposure = exposure;
        this.terminal = terminal;
        this.file = out == null ? null : TableWriter.open(out, columns(exposure), Resources.DEFAULT);
        if (file == null) {
            terminal.println(line("user", "item", "rank", "logit", "probability", "exposure"));
        }
    }

    private static List<Column> columns(boolean exposure) {
        List<Column> columns = new ArrayList<>(List.of(Column.text("user"), Column.text("item"), Column.integer("rank"),
                Column.single("logit"), Column.real("probability")));
        if (exposure) {
            columns.add(Column.real("exposure"));
        }
        return columns;
    }

    void write(String user, String item, int rank, PairScores scores, int pair) {
        if (file == null) {
            terminal.println(line(user, item, Integer.toString(rank), Terminal.number(scores.logit(pair)),
                    Terminal.number(scores.probability(pair)), exposure ? Terminal.number(scores.exposure(pair)) : ""));
            return;
        }
        file.text(user).text(item).integer(rank).single(scores.logit(pair)).real(scores.probability(pair));
        if (exposure) {
            file.real(scores.exposure(pair));
        }
        file.end();
    }

    private String line(String user, String item, String rank, String logit, String probability, String exposed) {
        String line = String.format(Locale.ROOT, "%-20s %-20s %6s %9s %12s", user, item, rank, logit, probability);
        return exposure ? line + String.format(Locale.ROOT, " %9s", exposed) : line;
    }

    /** Puts a file into its place. */
    void commit() {
        if (file != null) {
            file.commit();
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
