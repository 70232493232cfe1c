package dev.obverse.cli;

import dev.obverse.data.ItemTitles;
import dev.obverse.data.LogSource;
import dev.obverse.serve.ServeConfig;
import dev.obverse.serve.Server;
import dev.obverse.serve.answer.AnswerSettings;
import dev.obverse.serve.feedback.LogSettings;
import dev.obverse.serve.feedback.RetrainingSettings;
import dev.obverse.serve.feedback.Schedule;
import dev.obverse.serve.http.HttpSettings;
import dev.obverse.serve.http.Limits;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code obverse serve}: a model behind HTTP, with its page, until somebody stops it. */
@Command(name = "serve", description = "Serves a model over HTTP, with a page to look at it; Ctrl-C or SIGTERM ends it well.",
        mixinStandardHelpOptions = true, sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65_535;

    @Spec private CommandSpec spec;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "model file, or the folder of a run")
    private Path model = Path.of("");

    @Option(names = "--port", paramLabel = "N", description = "port to listen on; 0 for any free one (default: ${DEFAULT-VALUE})")
    private int port = 8080;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "address to listen on; anything but loopback needs --tokens (default: ${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(names = "--log", paramLabel = "DIR", description = "folder that feedback is kept in; without it none is taken")
    private @Nullable Path log;

    @Option(names = "--retrain-every", paramLabel = "T|N", description = "train on with the feedback every so often (30s, 15m, 1h, 1d) or after so many "
            + "rows, and serve the new model if it is not worse; needs --log")
    private @Nullable String retrainEvery;

    @Option(names = "--items", paramLabel = "FILE", description = "titles of items: a table with a column of item ids and a column title")
    private @Nullable Path items;

    @Option(names = "--tokens", paramLabel = "FILE", description = "lines of a role (read, feedback or admin) and a token; without it whoever reaches "
            + "the server may do everything")
    private @Nullable Path tokens;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "certificate chain in PEM, for HTTPS")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "its private key in PEM (PKCS#8, not encrypted)")
    private @Nullable Path key;

    @Option(names = "--threads", paramLabel = "N", description = "threads that rank; connections need cores as well (default: half of the cores)")
    private int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    @Option(names = "--access-log", paramLabel = "FILE", description = "append a line of JSON for each request to this file (default: standard output)")
    private @Nullable Path accessLog;

    @Override
    public Integer call() throws InterruptedException {
        ServeConfig config = config();
        Server server = Server.start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            // A server that was asked to end and did has not failed; left alone, the JVM would exit with the number of the signal.
            Runtime.getRuntime().halt(0);
        }, "obverse-stop"));
        PrintWriter console = spec.commandLine().getErr();
        String scheme = certificate == null ? "http" : "https";
        console.println("serving " + config.model() + " at " + scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/");
        console.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private ServeConfig config() {
        Usage.check(spec, () -> port >= 0 && port <= LAST_PORT, "--port is " + port + "; give 0 to " + LAST_PORT);
        Usage.check(spec, () -> threads >= 1, "--threads is " + threads + "; give 1 or more");
        Usage.check(spec, () -> retrainEvery == null || log != null, "--retrain-every needs the feedback of --log DIR");
        Usage.check(spec, () -> retrainEvery == null || log == null || LogSource.isPlain(log.toAbsolutePath()),
                "--log " + log + " lies at a path with one of the characters * ? [, and --retrain-every could not read it; rename it");
        Usage.check(spec, () -> (certificate == null) == (key == null), "--tls-cert and --tls-key go together; give both or neither");
        Schedule schedule = retrainEvery == null ? null : Usage.check(spec, () -> Schedule.parse(String.valueOf(retrainEvery)));
        Map<String, String> titles = items == null ? Map.of() : ItemTitles.read(items);
        HttpSettings http = new HttpSettings(host, port, tokens, certificate, key, accessLog, Limits.defaults());
        ServeConfig.RetrainingPlan plan = schedule == null ? null
                : new ServeConfig.RetrainingPlan(schedule, kernels -> new FeedbackRetrainer(kernels, threads), RetrainingSettings.DEFAULT);
        ServeConfig.FeedbackPlan feedback = log == null ? null : new ServeConfig.FeedbackPlan(log, LogSettings.DEFAULT, plan);
        return new ServeConfig(ModelPath.of(model), new AnswerSettings(threads, AnswerSettings.defaults().mostWaiting()), titles, http, feedback);
    }
}
