package dev.obverse.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who takes part, and how their process is started.
 *
 * @param name tells it from the others of its match, and names its log
 * @param command the program and its arguments
 * @param environment variables that are added to ours
 * @param missing why it cannot take part, or nothing
 */
record Contestant(String name, List<String> command, Map<String, String> environment, String missing) {
    /** Copies the collections. */
    Contestant {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A Java worker in a JVM of its own with our flags, on SIMD kernels where the machine has them. */
    static Contestant java(String name, String... work) {
        return java(name, "auto", work);
    }

    /** As {@link #java(String, String...)}, on scalar kernels. */
    static Contestant scalar(String name, String... work) {
        return java(name, "scalar", work);
    }

    private static Contestant java(String name, String kernels, String... work) {
        List<String> command = new ArrayList<>(OwnJvm.command());
        command.add("-Dobverse.kernels=" + kernels);
        command.add("dev.obverse.bench.work.WorkerMain");
        command.addAll(List.of(work));
        return new Contestant(name, command, Map.of(), "");
    }

    boolean canTakePart() {
        return missing.isEmpty();
    }
}
