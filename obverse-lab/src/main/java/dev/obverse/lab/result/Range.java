package dev.obverse.lab.result;

/**
 * An interval.
 *
 * @param low the lower end
 * @param high the upper end
 */
public record Range(double low, double high) {}
