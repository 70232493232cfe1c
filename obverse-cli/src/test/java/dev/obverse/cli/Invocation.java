package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One call of the command line, in this process, with what it printed. */
record Invocation(int code, String out, String err) {
    static Invocation of(List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] given = words.toArray(String[]::new);
        int code = Main.execute(Main.commandLine(given).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)), given);
        return new Invocation(code, out.toString(), err.toString());
    }

    static Invocation of(String... words) {
        return of(List.of(words));
    }

    Invocation succeeded() {
        assertThat(code).as("exit code; standard error: %s", err).isZero();
        assertThat(err).isEmpty();
        return this;
    }

    /** Bad data: exit code 1 and one sentence. Where it rests on counts, the census may stand on the lines behind it. */
    void failedWith(String... words) {
        assertThat(code).as("exit code; standard error: %s", err).isEqualTo(1);
        assertSentence(words);
        if (err.lines().count() > 1) {
            assertThat(err.lines().toList().get(1)).as("what stands behind the sentence: %s", err).startsWith("positive: ");
        }
    }

    /** Bad usage: exit code 2, one sentence, perhaps what was meant, and where to read on. */
    void misusedWith(String... words) {
        assertThat(code).as("exit code; standard error: %s", err).isEqualTo(2);
        assertSentence(words);
        assertThat(err.lines().count()).as("lines of: %s", err).isLessThanOrEqualTo(3);
        assertThat(err.lines().toList().getLast()).startsWith("see: obverse").endsWith("--help");
    }

    private void assertSentence(String... words) {
        assertThat(err).contains(words);
        assertThat(err).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(err.lines().findFirst().orElse("")).isNotBlank();
    }

    String lastLine() {
        return out.lines().toList().getLast();
    }
}
