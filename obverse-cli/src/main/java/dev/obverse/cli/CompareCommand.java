package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.lab.result.CellResult;
import dev.obverse.lab.run.StudyListener;
import dev.obverse.lab.run.StudyRunner;
import dev.obverse.lab.study.Study;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code obverse compare}: a study of methods, judged fairly. */
@Command(name = "compare", description = "Runs a study (data x methods x backbones x seeds) and writes results.json and report.html.",
        mixinStandardHelpOptions = true, sortOptions = false)
final class CompareCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "STUDY", description = "study file (YAML), such as studies/quick.yaml")
    private Path study = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "folder of the results; an unfinished study is resumed")
    private Path out = Path.of("");

    @Option(names = "--threads", paramLabel = "N", description = "runs at once; they change the time, not the results (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public Integer call() {
        Usage.check(spec, () -> threads >= 1, "--threads is " + threads + "; give 1 or more");
        RunDirectory.requireFolder(out);
        if (new RunDirectory(out).isOfARun()) {
            throw new InvalidInputException("--out " + out + " holds a run of train; name another folder");
        }
        PrintWriter console = spec.commandLine().getOut();
        Study plan = Study.parse(study);
        plan.lines().forEach(console::println);
        console.flush();
        var results = new StudyRunner(KernelProviders.choose(), threads).run(plan, out, listener(console));
        Leaderboard.print(console, results);
        console.println("report: " + out.resolve("report.html"));
        console.flush();
        return 0;
    }

    private static StudyListener listener(PrintWriter console) {
        return new StudyListener() {
            @Override
            public void warning(String sentence) {
                console.println("warning: " + sentence);
            }

            @Override
            public void finished(CellResult result, boolean reused, int done, int total) {
                if (Terminal.interactive()) {
                    console.printf(Locale.ROOT, "%d of %d: %s %s%n", done, total, result.method(), reused ? "(done before)" : "");
                    console.flush();
                }
            }
        };
    }
}
