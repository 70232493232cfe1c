package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Turns what is wrong with the words of the command line into bad usage (exit code 2), apart from what is wrong with the data (1). */
final class Usage {
    private Usage() {}

    /** Evaluates options; bad input among them is bad usage. */
    static <T> T check(CommandSpec spec, Supplier<T> options) {
        try {
            return options.get();
        } catch (InvalidInputException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Refuses options with a sentence. */
    static void check(CommandSpec spec, BooleanSupplier allowed, String sentence) {
        if (!allowed.getAsBoolean()) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }
}
