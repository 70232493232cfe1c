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

    /**
     * All cores, and half as much as the Java heap may take, from 512 MB to 4 GB: so where the heap may take half of a machine, both
     * together leave it a quarter.
     */
    public static final Resources DEFAULT = besideHeap(Runtime.getRuntime().maxMemory());

    /** Checks both values. */
    public Resources {
        if (!SIZE.matcher(memoryLimit).matches()) {
            throw new InvalidInputException("the memory limit '" + memoryLimit + "' is not a size such as 4GB or 512MB");
        }
        if (threads < 0) {
            throw new InvalidInputException("threads is " + threads + "; give 1 or more, or 0 for one per core");
        }
    }

    static Resources besideHeap(long heapBytes) {
        return new Resources(Math.clamp(heapBytes >> 21, 512, 4096) + "MiB", 0);
    }

    /** Returns the same with another number of threads. */
    public Resources withThreads(int count) {
        return new Resources(memoryLimit, count);
    }
}
