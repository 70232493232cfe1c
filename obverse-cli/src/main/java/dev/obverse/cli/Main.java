package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.Nearest;
import dev.obverse.core.config.Setting;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The top of the command line. It only chooses a verb; each verb is a class of its own.
 *
 * <p>The exit code is 0 when the verb did its work, 1 when it failed, 2 when the usage was wrong.
 */
@Command(
        name = "obverse",
        description = "Trains and judges recommenders on feedback in which almost nothing is labelled.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "VERB")
final class Main implements Runnable {
    /** In the order of the help. */
    private static final Map<String, Class<?>> VERBS = verbs();

    /** What Java makes of bytes that the locale has no character for: a label rule or an id with it would quietly be another one. */
    private static final char REPLACEMENT = '\uFFFD';

    @Spec private CommandSpec spec;

    /** Runs one verb and ends the process with its exit code. */
    public static void main(String[] args) {
        int code = run(commandLine(args), StandardOutput.ofProcess(), args);
        // Without a failure the JVM ends by itself; System.exit would first set up a logger, to log nothing.
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs one verb and returns its exit code; results that did not get to where they were to go are a failure. */
    static int run(CommandLine command, StandardOutput output, String... args) {
        PrintWriter out = output.writer();
        int code = execute(command.setOut(out), args);
        out.flush();
        return output.fault() == null ? code : say(command, "standard output could not be written: " + output.fault(), Math.max(code, ExitCode.SOFTWARE));
    }

    /** Runs one verb and returns its exit code, also where the heap is too small for it. */
    static int execute(CommandLine command, String... args) {
        String garbled = Stream.of(args).filter(word -> word.indexOf(REPLACEMENT) >= 0).findFirst().orElse(null);
        if (garbled != null) {
            return say(command, "'" + garbled + "' cannot be read in this locale; set one of UTF-8, such as LC_ALL=C.UTF-8, and write it in UTF-8",
                    ExitCode.USAGE);
        }
        try {
            return command.execute(args);
        } catch (OutOfMemoryError e) {
            long heap = Runtime.getRuntime().maxMemory();
            return say(command, "the Java heap of " + (heap >> 20) + " MiB is full (" + e.getMessage()
                    + "): raise it with OBVERSE_JAVA_OPTS, for example -Xmx" + Math.max(8, 2 * (heap >> 30)) + "g", ExitCode.SOFTWARE);
        }
    }

    private static Map<String, Class<?>> verbs() {
        Map<String, Class<?>> verbs = new LinkedHashMap<>();
        verbs.put("demo", DemoCommand.class);
        verbs.put("simulate", SimulateCommand.class);
        verbs.put("train", TrainCommand.class);
        verbs.put("evaluate", EvaluateCommand.class);
        verbs.put("score", ScoreCommand.class);
        verbs.put("annotate", AnnotateCommand.class);
        verbs.put("recommend", RecommendCommand.class);
        verbs.put("serve", ServeCommand.class);
        verbs.put("compare", CompareCommand.class);
        verbs.put("info", InfoCommand.class);
        return verbs;
    }

    /**
     * A command line for some words, made anew at each call: it knows the one verb that they begin with, or all verbs. To look at the options
     * of all of them takes longer than many a verb.
     */
    static CommandLine commandLine(String... words) {
        CommandLine command = new CommandLine(new Main());
        Class<?> named = words.length == 0 ? null : VERBS.get(words[0]);
        if (named == null) {
            VERBS.forEach(command::addSubcommand);
        } else {
            command.addSubcommand(words[0], named);
        }
        // The width of a terminal is asked of another process, and only a terminal has one.
        command.setUsageHelpAutoWidth(Terminal.interactive())
                .setExecutionExceptionHandler(Main::report)
                .setParameterExceptionHandler(Main::badUsage);
        String settings = "%nSettings (--set name=value; name, default, meaning):%n" + Setting.describe(TrainingOptions.DEFAULT_METHOD).replace("%", "%%");
        command.getSubcommands().forEach((name, verb) -> verb.getCommandSpec().usageMessage().footer(name.equals("train") ? settings : ""));
        return command;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no verb is given; obverse --help lists them");
    }

    /** Bad input is the user's to mend, so its sentence suffices; any other failure is ours and keeps its stack trace. */
    private static int report(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof InvalidInputException) {
            return say(command, String.valueOf(failure.getMessage()), ExitCode.SOFTWARE);
        }
        throw failure;
    }

    /** One sentence, with the word that was probably meant, and where to read on. */
    private static int badUsage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        // A misspelt option is the likely reason why a required one is missing, so it is named first.
        boolean unmatched = failure instanceof UnmatchedArgumentException || failure instanceof MissingParameterException;
        List<String> words = unmatched ? command.getUnmatchedArguments() : List.of();
        int code = say(command, words.isEmpty() ? String.valueOf(failure.getMessage()) : unknown(command, words.getFirst()), ExitCode.USAGE);
        command.getErr().println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        return code;
    }

    private static String unknown(CommandLine command, String word) {
        if (word.startsWith("-")) {
            String option = word.split("=", 2)[0];
            return "there is no option '" + option + "'; " + Nearest.hint(option, command.getCommandSpec().optionsMap().keySet());
        }
        return command.getSubcommands().isEmpty()
                ? "'" + word + "' stands where an option is expected"
                : "there is no verb '" + word + "'; " + Nearest.hint(word, command.getSubcommands().keySet());
    }

    private static int say(CommandLine command, String sentence, int code) {
        command.getErr().println(command.getColorScheme().errorText(sentence));
        return code;
    }

    /** The version is that of the jar; classes that run from a build directory have none. */
    static final class Version implements IVersionProvider {
        static String text() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "(not packaged)" : version;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"obverse " + text()};
        }
    }
}
