package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
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
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            DemoCommand.class, SimulateCommand.class, TrainCommand.class, EvaluateCommand.class, ScoreCommand.class,
            CompareCommand.class, InfoCommand.class
        })
final class Main implements Runnable {
    @Spec private CommandSpec spec;

    /** Runs one verb and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole command line, ready to execute; made anew at each call. */
    static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Main())
                .setExecutionExceptionHandler(Main::report)
                .setParameterExceptionHandler(Main::badUsage);
        String settings = "%nSettings (--set name=value; name, default, meaning):%n" + Setting.describe().replace("%", "%%");
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
            return say(command, failure, ExitCode.SOFTWARE);
        }
        throw failure;
    }

    /** One sentence, the words that were probably meant, and where to read on. */
    private static int badUsage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        int code = say(command, failure, ExitCode.USAGE);
        UnmatchedArgumentException.printSuggestions(failure, command.getErr());
        command.getErr().println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        return code;
    }

    private static int say(CommandLine command, Exception failure, int code) {
        command.getErr().println(command.getColorScheme().errorText(String.valueOf(failure.getMessage())));
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
