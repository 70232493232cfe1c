package dev.obverse.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code bench/run}: one table of ratios against rivals in the same run. Exits 0 when everything that could be measured was, whatever the
 * ratios are; 1 when a contestant of ours failed; 2 when the usage was wrong.
 */
@Command(
        name = "bench/run",
        description = "Measures the engine beside its rivals and prints one table of ratios.",
        mixinStandardHelpOptions = true)
final class Main implements Callable<Integer> {
    /** The directory of the launcher and of the programs of rivals. */
    private static final Path HOME = Path.of(System.getProperty("obverse.bench.home", "bench"));

    @Spec private CommandSpec spec;

    @Option(
            names = "--rounds", paramLabel = "N",
            defaultValue = "9", description = "turns of each contestant that count (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--starts", paramLabel = "N",
            defaultValue = "10", description = "fresh JVMs of the section `starts` (default ${DEFAULT-VALUE})")
    private int starts;

    @Option(
            names = "--only", paramLabel = "NAME",
            split = ",", description = "these sections alone; --list names them")
    private List<String> only = List.of();

    @Option(names = "--list", description = "names the sections and measures nothing")
    private boolean list;

    @Option(
            names = "--out", paramLabel = "DIR",
            description = "for results.md, results.json and logs (default: bench/results)")
    private Path out = HOME.resolve("results");

    @Option(
            names = "--python", paramLabel = "FILE",
            defaultValue = "/usr/bin/python3", description = "the interpreter that has PyTorch (default ${DEFAULT-VALUE})")
    private String python = "";

    /** Measures, and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((failure, args) -> {
                    failure.getCommandLine().getErr().println(failure.getMessage());
                    return ExitCode.USAGE;
                });
    }

    @Override
    public Integer call() throws IOException {
        check(Sections.all(Torch.unknown()));
        if (list) {
            Sections.all(Torch.unknown()).forEach(section -> System.out.printf("%-10s %s%n", section.name(), section.about()));
            return ExitCode.OK;
        }
        return measure();
    }

    private void check(List<Section> sections) {
        if (rounds < 1 || starts < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds and --starts are at least 1");
        }
        List<String> names = sections.stream().map(Section::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "there is no section '" + name + "'; there are " + String.join(", ", names));
            }
        }
    }

    private int measure() throws IOException {
        Torch torch = Torch.find(python, HOME.resolve("torch_rival.py"));
        String torchWords = torch.missing().isEmpty()
                ? "PyTorch by " + python + ", with " + torch.environment()
                : "PyTorch is missing: " + python + " cannot import torch (Debian: apt-get install python3-torch libopenblas0-openmp)";
        System.err.println(torchWords);
        Neighbours neighbours = new Neighbours();
        RoundTrip roundTrip = new RoundTrip();
        Plan plan = new Plan(rounds, starts, out.resolve("logs"), System.err);
        try {
            List<Row> rows = new ArrayList<>();
            for (Section section : Sections.all(torch)) {
                if (!only.isEmpty() && !only.contains(section.name())) {
                    continue;
                }
                System.err.println(section.name() + ": " + section.about());
                neighbours.look();
                roundTrip.measure();
                rows.addAll(section.run(plan));
            }
            Report report = new Report(Hardware.here(), torchWords, neighbours.most(), roundTrip, rounds, rows);
            System.out.print(report.text());
            report.write(out);
            return ExitCode.OK;
        } catch (ContestantFailed e) {
            System.err.println(e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }
}
