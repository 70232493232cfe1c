package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.annotate.Annotation;
import dev.obverse.core.annotate.Annotator;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.sample.Batch;
import dev.obverse.data.LabelRule;
import dev.obverse.data.LogReader;
import dev.obverse.data.LogSource;
import dev.obverse.data.PairStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code obverse annotate}: what a model says of the UNLABELED rows of a log, and why; streamed. */
@Command(name = "annotate", description = "Writes what the model says of unlabeled rows (probability, weights, losses) and the reasons.",
        mixinStandardHelpOptions = true, sortOptions = false)
final class AnnotateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private SourceOptions source;

    @Option(names = "--positive", paramLabel = "EXPR",
            description = "SQL predicate of POSITIVE rows, which are left out (default: no row has a label and all are annotated)")
    private @Nullable String positive;

    @Option(names = "--negative", paramLabel = "EXPR", description = "SQL predicate of NEGATIVE rows, which are left out")
    private @Nullable String negative;

    @Option(names = "--truth", paramLabel = "EXPR",
            description = "SQL predicate that is true where the user likes the item: judges the annotation, such as \"true_label = 1\"")
    private @Nullable String truth;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "model file, or the folder of a run")
    private Path model = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "where to: .csv, .tsv, .jsonl or .parquet")
    private Path out = Path.of("");

    /** What has gone through so far. */
    private static final class Counts {
        private long rows;
        private long unknown;
    }

    @Override
    public Integer call() {
        LogSource pairs = Usage.check(spec, () -> source.spec().source());
        LabelRule rule = Usage.check(spec, this::rule);
        Usage.check(spec, () -> truth == null || !truth.isBlank(), "--truth is blank; give a predicate over the row, such as \"true_label = 1\"");
        pairs.requireOther(out);
        Kernels kernels = KernelProviders.choose();
        Recommender recommender = ModelFile.read(ModelPath.of(model), kernels);
        if (!recommender.hasHistory()) {
            spec.commandLine().getErr().println("no reasons: the model was trained with --no-history, and they are made of its training labels");
        }
        try (AnnotationTable table = new AnnotationTable(out, recommender.items());
                PairStream stream = new LogReader().pairs(pairs, rule);
                Truth judge = truth == null ? null : Truth.open(pairs, truth)) {
            Counts counts = annotate(new Annotator(recommender, kernels), recommender, stream, table, judge);
            long annotated = table.commit();
            spec.commandLine().getOut().printf(Locale.ROOT, "%,d unlabeled of %,d rows annotated into %s, %,d of them with an unknown user or item%n",
                    annotated, counts.rows, out, counts.unknown);
            if (judge != null) {
                judge.print(spec.commandLine().getOut());
            }
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private @Nullable LabelRule rule() {
        if (positive == null && negative == null) {
            return null;
        }
        if (positive == null || negative == null) {
            throw new InvalidInputException("--positive and --negative go together: the rows that neither matches are annotated; without both, all are");
        }
        return new LabelRule(positive, negative);
    }

    private static Counts annotate(
            Annotator annotator, Recommender recommender, PairStream stream, AnnotationTable table, @Nullable Truth judge) {
        Counts counts = new Counts();
        Batch batch = new Batch(2048);
        while (stream.next()) {
            counts.rows += stream.size();
            counts.unknown += fill(batch, stream, recommender);
            List<Annotation> annotations = annotator.annotate(batch);
            int next = 0;
            for (int row = 0; row < stream.size(); row++) {
                Label said = judge == null ? Label.UNLABELED : judge.next();
                if (stream.label(row) == Label.UNLABELED) {
                    Annotation annotation = annotations.get(next);
                    table.write(stream.user(row), stream.item(row), annotation);
                    if (judge != null) {
                        judge.judge(said, batch.users()[next], annotation.logit());
                    }
                    next++;
                }
            }
        }
        return counts;
    }

    /** Fills in the unlabeled rows of the chunk and returns how many of them have an unknown id. */
    private static long fill(Batch batch, PairStream stream, Recommender recommender) {
        batch.clear();
        long unknown = 0;
        for (int row = 0; row < stream.size(); row++) {
            if (stream.label(row) == Label.UNLABELED) {
                int user = recommender.users().indexOf(stream.user(row));
                int item = recommender.items().indexOf(stream.item(row));
                unknown += user < 0 || item < 0 ? 1 : 0;
                batch.add(user, item, Label.UNLABELED_CODE);
            }
        }
        return unknown;
    }
}
