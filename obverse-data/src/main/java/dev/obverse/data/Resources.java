package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.util.regex.Pattern;

/**
 * What DuckDB may use beside the Java heap while it reads or writes. What does not fit into the memory limit goes to a private
 * temporary directory. No result depends on either value.
 *
 * @param memoryLimit a size such as {@code 4GB} or {@code 512MB}
 * @param threads how many threads DuckDB runs; 0 means one per core
 */
public record Resources(String memoryLimit, int threads) {
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,8}\\s*(KB|MB|GB|TB|KiB|MiB|GiB|TiB)");

    /** Four gigabytes and all cores. */
    public static final Resources DEFAULT = new Resources("4GB", 0);

    /** Checks both values. */
    public Resources {
        if (!SIZE.matcher(memoryLimit).matches()) {
            throw new InvalidInputException("the memory limit '" + memoryLimit + "' is not a size such as 4GB or 512MB");
        }
        if (threads < 0) {
            throw new InvalidInputException("threads is " + threads + "; give 1 or more, or 0 for one per core");
        }
    }

    /** Returns the same with another number of threads. */
    public Resources withThreads(int count) {
        return new Resources(memoryLimit, count);
    }
}
