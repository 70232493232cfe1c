/**
 * What the cells of a study say together: means over seeds with t intervals, paired bootstraps over users, Holm's correction, verdicts.
 * It sees metrics and logits; it reads no file and trains nothing.
 */
@NullMarked
package dev.obverse.lab.statistics;

import org.jspecify.annotations.NullMarked;
