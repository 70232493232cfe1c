package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
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
import tools.jackson.core.JacksonException;

/** {@code obverse info}: what a model file holds. */
@Command(name = "info", description = "Shows what a model file holds: provenance, census, config, metrics.", mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {
    private static final List<String> JSON_ENTRIES = List.of("census", "data", "metrics");

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "MODEL", description = "model file, or the folder of a run")
    private Path model = Path.of("");

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Option(names = "--verify", description = "check that the files are those of the run: the model's checksum, and the data against the recorded "
            + "hashes; exits 1 if one differs")
    private boolean verify;

    @Option(names = "--data", paramLabel = "FILE", arity = "1..*", description = "the data files to verify (default: those that config.yaml beside the "
            + "model names)")
    private List<String> data = List.of();

    @Override
    public Integer call() {
        Usage.check(spec, () -> verify || data.isEmpty(), "--data is for --verify");
        PrintWriter out = spec.commandLine().getOut();
        // Nothing is computed here, so there is nothing to choose and no log line to say it.
        ModelFile.Stored stored = ModelFile.readStored(ModelPath.of(model), new ScalarKernels());
        if (verify) {
            return Verification.of(ModelPath.of(model), stored, data).print(out, json);
        }
        Recommender recommender = stored.recommender();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("sha256", stored.sha256());
        all.put("users", recommender.users().size());
        all.put("items", recommender.items().size());
        all.put("history_rows", recommender.hasHistory() ? recommender.history().items().length : null);
        Map<String, Object> tensors = new LinkedHashMap<>();
        recommender.model().parameters().tensors().forEach(view -> tensors.put(view.name(), view.shape()));
        all.put("tensors", tensors);
        all.put("config", recommender.config().toMap());
        recommender.provenance().forEach((name, text) -> all.put(name, JSON_ENTRIES.contains(name) ? recorded(name, text) : text));
        if (json) {
            out.print(Json.pretty(all));
        } else {
            print(out, "", all);
        }
        out.flush();
        return 0;
    }

    private Object recorded(String name, String text) {
        try {
            return Json.parse(text);
        } catch (JacksonException e) {
            throw new InvalidInputException("the entry " + name + " of " + model + " is not JSON; train the model again", e);
        }
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
