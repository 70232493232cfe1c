package dev.obverse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The machine and the JVM that a table was measured on, without which it means nothing.
 *
 * @param processor its model
 * @param cores how many of them the JVM may use
 * @param vectors its vector extensions that matter here
 * @param java the JVM
 */
record Hardware(String processor, int cores, List<String> vectors, String java) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    static Hardware here() {
        return new Hardware(
                processor("model name"), Runtime.getRuntime().availableProcessors(),
                List.of("avx2", "fma", "avx512f", "avx512bw", "asimd", "sve").stream().filter(processorFlags()::contains).toList(),
                System.getProperty("java.vm.name") + " " + Runtime.version());
    }

    /** The processor's extensions, none where the system does not tell. */
    static Set<String> processorFlags() {
        String flags = processor("flags");
        return Set.of(flags.isEmpty() ? new String[0] : flags.split(" +", -1));
    }

    private static String processor(String field) {
        if (!Files.isReadable(PROCESSORS)) {
            return "";
        }
        try {
            return Files.readAllLines(PROCESSORS).stream()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** In one line, above the table. */
    String words() {
        return (processor.isEmpty() ? System.getProperty("os.arch") : processor) + ", " + cores + " cores, "
                + String.join(" ", vectors) + "; " + java;
    }
}
