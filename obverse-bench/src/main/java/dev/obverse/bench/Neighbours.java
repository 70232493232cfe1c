package dev.obverse.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How busy the processors are while we do nothing, which is how far a measurement can be trusted. */
final class Neighbours {
    private static final long WHILE = 1500;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private double most;

    /** Looks for a moment. */
    void look() {
        // The first call starts the interval that the second one is about.
        double before = system.getCpuLoad();
        try {
            Thread.sleep(WHILE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        double share = system.getCpuLoad();
        most = Math.max(most, Double.isNaN(share) || before < 0 ? 0 : share);
    }

    /** Returns the largest share of the processors, 0 to 1, that others used in any of the looks. */
    double most() {
        return most;
    }
}
