package dev.obverse.cli;

import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code obverse info}: what a model file holds. */
@Command(name = "info", description = "Shows what a model file holds: provenance, census, config, metrics.", mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {
    private static final List<String> JSON_ENTRIES = List.of("census", "data", "metrics");

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "model file, or the folder of a run")
    private Path model = Path.of("");

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        // Nothing is computed here, so there is nothing to choose and no log line to say it.
        Recommender recommender = ModelFile.read(ModelPath.of(model), new ScalarKernels());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("users", recommender.users().size());
        all.put("items", recommender.items().size());
        all.put("history_rows", recommender.hasHistory() ? recommender.history().items().length : null);
        Map<String, Object> tensors = new LinkedHashMap<>();
        recommender.model().parameters().tensors().forEach(view -> tensors.put(view.name(), view.shape()));
        all.put("tensors", tensors);
        all.put("config", recommender.config().toMap());
        recommender.provenance().forEach((name, text) -> all.put(name, JSON_ENTRIES.contains(name) ? Json.parse(text) : text));
        if (json) {
            out.print(Json.pretty(all));
        } else {
            print(out, "", all);
        }
        out.flush();
        return 0;
    }

    private static void print(PrintWriter out, String indent, Map<?, ?> map) {
        map.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
                out.println(indent + name + ":");
                print(out, indent + "  ", inner);
            } else {
                out.println(indent + name + ": " + (value == null ? "-" : value));
            }
        });
    }
}
