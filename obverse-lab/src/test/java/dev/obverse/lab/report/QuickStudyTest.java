package dev.obverse.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.lab.result.CellResult;
import dev.obverse.lab.result.StudyResults;
import dev.obverse.lab.run.StudyListener;
import dev.obverse.lab.run.StudyRunner;
import dev.obverse.lab.study.Study;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The study that ships with the project runs from its file to a report that a browser shows. */
final class QuickStudyTest {
    @TempDir
    private Path folder;

    @Test
    void quickStudyEndsInAReportWithoutErrors() throws Exception {
        Study study = Study.parse(Path.of("../studies/quick.yaml"));
        StudyResults results = new StudyRunner(new ScalarKernels()).run(study, folder, StudyListener.NONE);

        assertThat(results.cells()).hasSize(study.runs()).extracting(CellResult::failure).containsOnlyNulls();
        assertThat(results.boards()).hasSize(2)
                .allSatisfy(board -> assertThat(board.standings()).hasSameSizeAs(study.methods()));
        assertThat(results.budgets()).allSatisfy(budget -> assertThat(budget.configurations()).isEqualTo(4));

        Optional<Chromium> chromium = Chromium.find(folder);
        Assumptions.assumeTrue(chromium.isPresent(), "chromium is not installed, so nobody has looked at the report");
        Chromium.Visit visit = chromium.get().open(folder.resolve("report.html"));
        assertThat(visit.consoleMessages()).isEmpty();
        assertThat(count(visit.dom(), "<svg ")).isEqualTo(count(visit.dom(), "<div class=\"chart\"")).isGreaterThan(10);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
