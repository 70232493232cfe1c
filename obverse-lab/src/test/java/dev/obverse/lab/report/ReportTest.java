package dev.obverse.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.train.TrainingListener;
import dev.obverse.lab.SampleResults;
import dev.obverse.lab.SmallWorld;
import dev.obverse.lab.result.StudyResults;
import dev.obverse.lab.run.Cell;
import dev.obverse.lab.run.CellOutcome;
import dev.obverse.lab.run.CellRunner;
import dev.obverse.lab.run.Findings;
import dev.obverse.lab.run.Floors;
import dev.obverse.lab.run.Slice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report is one file that a browser shows without a network and without an error. */
final class ReportTest {
    private static StudyResults sample;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runSample() {
        sample = SampleResults.run();
    }

    @Test
    void pageAsksForNothingElse() {
        String page = Report.html(sample);
        String ours = page.replace(resourceOf("vendor/echarts.min.js"), "");
        assertThat(Pattern.compile("(?:src|href)\\s*=\\s*[\"'](?!#|data:)").matcher(ours).find()).isFalse();
        assertThat(ours).doesNotContain("http://", "https://", "@import", "{{");
    }

    @Test
    void textOfTheStudyCannotBecomeMarkup() {
        String page = Report.html(sample);
        assertThat(page).contains("<title>Sample &lt;study&gt; &amp; \"all\" of it &lt;/script&gt;</title>");
        assertThat(page.split("</script>", -1)).hasSize(9);
    }

    @Test
    void folderThatIsNotThereIsOneSentence() {
        assertThatThrownBy(() -> Report.write(folder.resolve("no/report.html"), sample))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageEndingWith("report.html could not be written: there is no such file or folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void chromiumDrawsEveryChartWithoutAnError(String theme) throws Exception {
        Optional<Chromium> chromium = Chromium.find(folder);
        Assumptions.assumeTrue(chromium.isPresent(), "chromium is not installed, so nobody has looked at the report");
        Path page = folder.resolve("report.html");
        Report.write(page, sample);

        Chromium.Visit visit = theme.equals("dark") ? chromium.get().open(page, "--force-dark-mode", "--blink-settings=preferredColorScheme=0")
                : chromium.get().open(page);

        assertThat(visit.consoleMessages()).isEmpty();
        assertThat(visit.dom()).contains("data-theme=\"" + theme + "\"");
        int charts = count(visit.dom(), "<div class=\"chart\"");
        assertThat(charts).as("boards, sparsity, heat maps, metrics, calibration, weights, choices, losses").isGreaterThanOrEqualTo(20);
        assertThat(count(visit.dom(), "<svg ")).isEqualTo(charts);
        assertThat(visit.dom()).contains("ig grid", "against the stronger control", "Positive weight of unlabeled pairs",
                "--method ig --backbone gmf --seed 2");
    }

    @Test
    void studyInWhichNothingCouldRunHasAReportToo() throws Exception {
        Optional<Chromium> chromium = Chromium.find(folder);
        Assumptions.assumeTrue(chromium.isPresent(), "chromium is not installed, so nobody has looked at the report");
        Slice slice = SmallWorld.slice("small", 1, 1);
        Floors floors = Floors.of(slice);
        Findings findings = new Findings("Nothing", "auc", "scalar", List.of());
        findings.add(slice, floors);
        TrainingConfig config = TrainingConfig.of(Map.of("method", "idl", "pool", "exposed"));
        CellOutcome outcome = new CellRunner(new ScalarKernels()).run(new Cell("idl", config), slice, floors, TrainingListener.NONE);
        findings.add(outcome.result(), outcome.logits());
        Path page = folder.resolve("report.html");
        Report.write(page, findings.results());

        Chromium.Visit visit = chromium.get().open(page);

        assertThat(visit.consoleMessages()).isEmpty();
        assertThat(visit.dom()).contains("No run of this leaderboard gave a result.", "The run could not begin");
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static String resourceOf(String name) {
        try (var in = Report.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
