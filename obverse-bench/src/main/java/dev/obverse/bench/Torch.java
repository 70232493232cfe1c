package dev.obverse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * PyTorch, as Debian has it ({@code python3-torch}), set up as fairly as we know how. Its OpenBLAS and its own kernels do not recognise
 * every processor that has AVX-512, so they are told of it; a processor without is left to their judgement. Two threads need
 * {@code libopenblas0-openmp}: the pthreads build works against PyTorch's own OpenMP threads.
 *
 * @param python the interpreter
 * @param script the contestant's program
 * @param environment what makes it fast here
 * @param missing why it cannot take part, or nothing
 */
record Torch(String python, Path script, Map<String, String> environment, String missing) {
    private static final Set<String> AVX_512 = Set.of("avx512f", "avx512bw", "avx512dq", "avx512vl");

    /** PyTorch that nobody has looked for, where nothing is measured. */
    static Torch unknown() {
        return new Torch("", Path.of(""), Map.of(), "PyTorch was not looked for");
    }

    /** Looks whether an interpreter has PyTorch. */
    static Torch find(String python, Path script) {
        Map<String, String> environment =
                Hardware.processorFlags().containsAll(AVX_512)
                        ? Map.of("OPENBLAS_CORETYPE", "SKYLAKEX", "ATEN_CPU_CAPABILITY", "avx512")
                        : Map.of();
        String missing = canImport(python) ? "" : "no PyTorch";
        return new Torch(python, script, environment, missing);
    }

    private static boolean canImport(String python) {
        if (!Files.isExecutable(Path.of(python))) {
            return false;
        }
        try {
            Process process = new ProcessBuilder(python, "-c", "import torch")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A contestant that does this work on so many threads. */
    Contestant contestant(String name, String work, int threads, String... arguments) {
        List<String> command = new ArrayList<>(List.of(python, script.toString(), work, Integer.toString(threads)));
        command.addAll(List.of(arguments));
        return new Contestant(name, command, environment, missing);
    }
}
