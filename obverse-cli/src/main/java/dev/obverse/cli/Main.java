package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

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

  @Spec private CommandSpec spec;

  /** Runs one verb and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command line, ready to execute; made anew at each call. */
  static CommandLine commandLine() {
    return new CommandLine(new Main()).setExecutionExceptionHandler(Main::report);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing verb: name what obverse is to do.");
  }

  /** Bad input is the user's to mend, so its sentence suffices; any other failure is ours and keeps its stack trace. */
  private static int report(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
    if (failure instanceof InvalidInputException) {
      command.getErr().println(command.getColorScheme().errorText(failure.getMessage()));
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }

  /** The version is that of the jar; classes that run from a build directory have none. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"obverse " + (version == null ? "(not packaged)" : version)};
    }
  }
}
