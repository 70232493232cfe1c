/**
 * Model files and checkpoints: the safetensors format, read and written with no library, and the strict JSON of its header. Beside them what
 * every file of a run needs: to be written whole ({@link AtomicFile}), to have one holder ({@link HeldFile}), to have its fault named.
 *
 * <p>This is the only package of the core that touches files. Whatever a file says of itself is checked before anything is
 * allocated; a file is written whole or not at all; nothing of clock, host or path goes into a model.
 *
 * <p>No Java serialization, and no reader of other formats.
 */
@NullMarked
package dev.obverse.core.model;

import org.jspecify.annotations.NullMarked;
