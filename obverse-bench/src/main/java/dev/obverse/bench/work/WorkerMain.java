package dev.obverse.bench.work;

import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The process of one Java contestant: {@code WORK ARGUMENT...}, kernels by the system property as everywhere. */
public final class WorkerMain {
    private WorkerMain() {}

    /** Takes turns until standard input ends. */
    public static void main(String[] args) {
        Kernels kernels = KernelProviders.choose();
        Turns turns = new Turns(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                new PrintStream(System.out, false, StandardCharsets.UTF_8));
        Arguments arguments = Arguments.of(args);
        work(arguments, kernels).take(turns);
    }

    private static Work work(Arguments arguments, Kernels kernels) {
        return switch (arguments.work()) {
            case "epoch" -> new EpochWork(arguments, kernels);
            case "step" -> new StepWork(arguments, kernels);
            case "loads" -> new LoadWork(arguments);
            case "rank" -> new RankWork(arguments, kernels);
            case "kernels" -> new KernelWork(kernels);
            default -> throw new IllegalArgumentException("there is no work named " + arguments.work());
        };
    }
}
