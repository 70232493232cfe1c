package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code obverse serve} that cannot: one sentence, before anything is listened on. */
final class ServeCommandTest {
    @TempDir private static Path folder;
    private static Path run;

    @BeforeAll
    static void train() {
        run = folder.resolve("run");
        Invocation.of(Views.train(Views.csv(folder.resolve("views.csv")), run)).succeeded();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --port 70000                   | --port is 70000; give 0 to 65535
            --port -1                      | --port is -1
            --port http                    | --port
            --threads 0                    | --threads is 0; give 1 or more
            --retrain-every 1h             | --retrain-every needs the feedback of --log DIR
            --retrain-every soon --log x   | --retrain-every is 'soon'
            --retrain-every 1h --log x[1]  | --log x[1] lies at a path with one of the characters * ? [
            --tls-cert a.pem               | --tls-cert and --tls-key go together
            --tls-key a.pem                | --tls-cert and --tls-key go together
            --prot 80                      | there is no option '--prot'
            """)
    void badOptionsAreBadUsage(String options, String part) {
        Invocation.of(("serve --model " + run + " " + options).split(" ", -1)).misusedWith(part);
    }

    @Test
    void theModelMustBeNamed() {
        Invocation.of("serve").misusedWith("--model");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --host 0.0.0.0                           | --host 0.0.0.0 can be reached by others, who could then do everything: give --tokens FILE
            --host no.such.host.invalid              | --host no.such.host.invalid
            --tokens none                            | the token file none cannot be read
            --items none.csv                         | there is no file none.csv
            --tls-cert none.pem --tls-key none.pem   | --tls-cert none.pem cannot be read
            --access-log none/access.log             | the access log none/access.log cannot be written
            """)
    void whatCannotBeUsedIsSaidInOneSentence(String options, String part) {
        Invocation.of(("serve --port 0 --model " + run + " " + options).split(" ", -1)).failedWith(part);
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        Path junk = Files.writeString(folder.resolve("junk.safetensors"), "nothing of a model");
        Invocation.of("serve", "--port", "0", "--model", junk.toString()).failedWith("junk.safetensors");
        Invocation.of("serve", "--port", "0", "--model", folder.resolve("none").toString()).failedWith("none");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Invocation.of("serve", "--model", run.toString(), "--port", String.valueOf(other.getLocalPort()))
                    .failedWith("port " + other.getLocalPort() + " of 127.0.0.1 cannot be listened on");
        }
    }

    @Test
    void titlesNeedAnIdAndAreOneForEachItem() throws IOException {
        Path titles = folder.resolve("items.csv");
        Files.writeString(titles, "item,title\na,One\na,Two\n");
        Invocation.of("serve", "--port", "0", "--model", run.toString(), "--items", titles.toString()).failedWith("items.csv, row 2: the item 'a' has two titles");
        Files.writeString(titles, "item,name\na,One\n");
        Invocation.of("serve", "--port", "0", "--model", run.toString(), "--items", titles.toString()).failedWith("items.csv holds no titles", "a column title", "'name'");
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(Invocation.of("serve", "--help").succeeded().out()).contains("--model", "--log", "--retrain-every", "--tokens", "--tls-cert", "--access-log");
    }
}
