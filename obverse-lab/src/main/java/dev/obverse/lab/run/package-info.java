/**
 * Running cells: one training run each, judged, kept whole on disk and never run twice. What is run is decided in
 * {@code dev.obverse.lab.study}; what it means, in {@code dev.obverse.lab.statistics}.
 */
@NullMarked
package dev.obverse.lab.run;

import org.jspecify.annotations.NullMarked;
