package dev.obverse.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    @ParameterizedTest
    @ValueSource(strings = {"--round 3", "--rounds many", "--rounds 0", "--starts 0", "--only gnf", "gmf"})
    void wrongUsageIsOneSentenceAndExitCode2(String arguments) {
        StringWriter said = new StringWriter();
        CommandLine command = Main.commandLine().setErr(new PrintWriter(said, true));

        assertThat(command.execute(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(said.toString().strip().lines()).hasSize(1);
    }

    @Test
    void whereThereIsNoPyTorchItsContestantsDoNotTakePart() {
        Torch torch = Torch.find("/nowhere/python3", Path.of("torch_rival.py"));

        assertThat(torch.contestant("torch", "gmf", 1).canTakePart()).isFalse();
        assertThat(torch.contestant("torch", "gmf", 1).missing()).isEqualTo("no PyTorch");
    }
}
