package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.Workers;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.rank.Preference;
import dev.obverse.core.rank.Weighting;
import dev.obverse.core.sample.SeenItems;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code obverse recommend}: the best of all items for one, some or all users. */
@Command(name = "recommend", description = "Writes the best n of all items for one, some or all users.", mixinStandardHelpOptions = true,
        sortOptions = false)
final class RecommendCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private UserSelection users;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "model file, or the folder of a run")
    private Path model = Path.of("");

    @Option(names = "--n", paramLabel = "N", description = "length of each list (default: ${DEFAULT-VALUE})")
    private int n = 10;

    @Option(names = "--exclude-seen", description = "leave out the items that the user has any training row with")
    private boolean excludeSeen;

    @Option(names = "--weighting", paramLabel = "NAME", description = "rank by like: P(like | exposed), by exposure: times P(exposed), "
            + "or auto: what the model's validation preferred (default: ${DEFAULT-VALUE})")
    private String weighting = "auto";

    @Option(names = "--threads", paramLabel = "N", description = "threads; they change the time, not the result (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "FILE", description = "where to: .csv, .tsv, .jsonl or .parquet (default: the terminal)")
    private @Nullable Path out;

    @Override
    public Integer call() {
        PrintWriter console = spec.commandLine().getOut();
        Usage.check(spec, () -> {
            users.check();
            return n;
        });
        Usage.check(spec, () -> n >= 1, "--n is " + n + "; a list has at least 1 item");
        Usage.check(spec, () -> threads >= 1, "--threads is " + threads + "; give 1 or more");
        Usage.check(spec, () -> weighting.equals("auto") || weighting.equals("like") || weighting.equals("exposure"),
                "--weighting is '" + weighting + "'; give like, exposure or auto");
        if (out != null) {
            users.requireOther(out);
        }
        Kernels kernels = KernelProviders.choose();
        Recommender recommender = ModelFile.read(ModelPath.of(model), kernels);
        Weighting chosen = weighting(recommender);
        SeenItems seen = excludeSeen ? recommender.history().seen(recommender.items().size()) : null;
        try (Workers workers = new Workers(threads);
                Stream<String> ids = users.ids(recommender.users());
                RecommendationTable table = new RecommendationTable(out, recommender.model().exposure() != null, console)) {
            Recommendations recommendations = new Recommendations(recommender, kernels, workers);
            recommendations.write(users, ids.iterator(), n, chosen, seen, table);
            table.commit();
            if (out != null) {
                console.printf(Locale.ROOT, "%,d recommendations for %,d users written into %s, ranked by %s%n",
                        recommendations.rows(), recommendations.users(), out, chosen.key());
            }
            console.flush();
            if (!recommendations.strangers().isEmpty()) {
                spec.commandLine().getErr().println(recommendations.strangers());
            }
        }
        return 0;
    }

    private Weighting weighting(Recommender recommender) {
        if (weighting.equals("exposure") && recommender.model().exposure() == null) {
            throw new InvalidInputException("this model has no exposure head, so --weighting exposure cannot be had: "
                    + "leave it out, or train with --set exposure-epochs=10");
        }
        return switch (weighting) {
            case "like" -> Weighting.LIKE;
            case "exposure" -> Weighting.EXPOSURE;
            default -> Preference.of(recommender);
        };
    }
}
