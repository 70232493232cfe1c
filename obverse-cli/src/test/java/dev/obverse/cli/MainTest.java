package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine obverse = Main.commandLine();

    @Test
    void helpGoesToStandardOutputAndSucceeds() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("Usage: obverse").contains("--version");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void noVerbIsBadUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).startsWith("no verb is given").contains("obverse --help");
    }

    @Test
    void anUnknownOptionIsBadUsage() {
        assertThat(run("--colour")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no option '--colour'");
    }

    @Test
    void aWordThatTheLocaleCannotReadIsRefused() {
        assertThat(run("train", "--positive", "genre = 'f\uFFFD\uFFFDr'")).isEqualTo(2);
        assertThat(err.toString().strip().lines()).singleElement().asString().startsWith("'genre = 'f").contains("LC_ALL=C.UTF-8");
    }

    @Test
    void aResultThatCouldNotBeWrittenIsAFailure() {
        obverse.setErr(new PrintWriter(err));
        assertThat(Main.run(obverse, new StandardOutput(new FullDisk(), false), "--help")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("standard output could not be written: No space left on device" + System.lineSeparator());
    }

    @Test
    void aReaderThatHasReadEnoughIsNoFailure() {
        obverse.setErr(new PrintWriter(err));
        assertThat(Main.run(obverse, new StandardOutput(new FullDisk(), true), "--help")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theVerbThatComesFirstIsTheOnlyOneThatIsMade() {
        assertThat(Main.commandLine("info", "train").getSubcommands()).containsOnlyKeys("info");
        assertThat(Main.commandLine("inf").getSubcommands()).hasSize(10);
    }

    @Test
    void everyVerbIsKnownByTheNameThatItGivesItself() {
        obverse.getSubcommands().forEach((name, verb) ->
                assertThat(verb.getCommandSpec().userObject().getClass().getAnnotation(Command.class).name()).isEqualTo(name));
    }

    @Test
    void badInputIsOneSentenceWithoutAStackTrace() {
        obverse.addSubcommand(new Failing(new InvalidInputException("views.csv is empty: give a log with rows.")));

        assertThat(run("fail")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("views.csv is empty: give a log with rows." + System.lineSeparator());
    }

    @Test
    void aFaultOfOursKeepsItsStackTrace() {
        obverse.addSubcommand(new Failing(new IllegalStateException("batch of 0 rows")));

        assertThat(run("fail")).isEqualTo(1);
        assertThat(err.toString()).contains("batch of 0 rows").contains("\tat dev.obverse.cli.MainTest");
    }

    @Test
    void aHeapThatIsFullIsOneSentenceWithTheWayOut() {
        obverse.addSubcommand(new Filling());

        assertThat(run("fill")).isEqualTo(1);
        long heap = Runtime.getRuntime().maxMemory();
        assertThat(err.toString()).isEqualTo(String.format("the Java heap of %d MiB is full (Java heap space): raise it with OBVERSE_JAVA_OPTS, for example -Xmx%dg%n",
                heap >> 20, Math.max(8, 2 * (heap >> 30))));
    }

    /** Runs the command with its output captured; picocli hands the writers only to verbs that are there already. */
    private int run(String... args) {
        return Main.execute(obverse.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)), args);
    }

    /** A place for output that has no space left. */
    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            throw new IOException("No space left on device");
        }
    }

    /** A verb that needs more memory than there is. */
    @Command(name = "fill")
    static final class Filling implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    /** A verb that does nothing but fail. */
    @Command(name = "fail")
    static final class Failing implements Callable<Integer> {

        private final RuntimeException failure;

        Failing(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() {
            throw failure;
        }
    }
}
