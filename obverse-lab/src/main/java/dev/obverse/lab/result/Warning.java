package dev.obverse.lab.result;

/**
 * A failure signature that was found in a run.
 *
 * @param name its short name, such as {@code one-way}
 * @param sentence what was seen and what to make of it
 */
public record Warning(String name, String sentence) {}
