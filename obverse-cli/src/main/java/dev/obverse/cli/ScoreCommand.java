package dev.obverse.cli;

import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.data.LogReader;
import dev.obverse.data.LogSource;
import dev.obverse.data.PairStream;
import dev.obverse.data.Resources;
import dev.obverse.data.TableWriter;
import dev.obverse.data.TableWriter.Column;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code obverse score}: logit and probability of given pairs, streamed. */
@Command(name = "score", description = "Writes user, item, logit and probability of given pairs.", mixinStandardHelpOptions = true, sortOptions = false)
final class ScoreCommand implements Callable<Integer> {
    private static final List<Column> COLUMNS =
            List.of(Column.text("user"), Column.text("item"), Column.single("logit"), Column.real("probability"));

    @Spec private CommandSpec spec;
    @Mixin private SourceOptions source;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "model file, or the folder of a run")
    private Path model = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "where to: .csv, .tsv, .jsonl or .parquet; a file that is there is replaced when all is scored")
    private Path out = Path.of("");

    @Override
    public Integer call() {
        LogSource pairs = Usage.check(spec, () -> source.spec().source());
        pairs.requireOther(out);
        Recommender recommender = ModelFile.read(ModelPath.of(model), KernelProviders.choose());
        long unknown = 0;
        long rows;
        try (PairStream stream = new LogReader().pairs(pairs, null);
                TableWriter table = TableWriter.open(out, COLUMNS, Resources.DEFAULT)) {
            PairScores scores = new PairScores(recommender.model());
            while (stream.next()) {
                unknown += fill(scores, stream, recommender);
                scores.score();
                write(table, stream, scores);
            }
            rows = table.commit();
        }
        spec.commandLine().getOut().printf(Locale.ROOT, "%,d pairs scored into %s, %,d of them with an unknown user or item%n", rows, out, unknown);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static long fill(PairScores scores, PairStream stream, Recommender recommender) {
        scores.clear();
        long unknown = 0;
        for (int row = 0; row < stream.size(); row++) {
            int user = recommender.users().indexOf(stream.user(row));
            int item = recommender.items().indexOf(stream.item(row));
            unknown += user < 0 || item < 0 ? 1 : 0;
            scores.add(user, item);
        }
        return unknown;
    }

    private static void write(TableWriter table, PairStream stream, PairScores scores) {
        for (int row = 0; row < stream.size(); row++) {
            table.text(stream.user(row)).text(stream.item(row)).single(scores.logit(row)).real(scores.probability(row)).end();
        }
    }
}
