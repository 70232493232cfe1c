package dev.obverse.lab.run;

import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.lab.study.Study;
import java.nio.file.Path;

/** Runs a study in a process of its own, so that a test can kill it. */
final class StudyProcess {
    private StudyProcess() {}

    public static void main(String[] args) {
        new StudyRunner(new ScalarKernels(), 1).run(Study.parse(Path.of(args[0])), Path.of(args[1]), StudyListener.NONE);
    }
}
