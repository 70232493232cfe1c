/**
 * The model file: the safetensors format, read and written with no library, and the strict JSON of its header.
 *
 * <p>This is the only package of the core that touches files. Whatever a file says of itself is checked before anything is
 * allocated; a file is written whole or not at all; nothing of clock, host or path goes into one.
 *
 * <p>No Java serialization, and no reader of other formats.
 */
@NullMarked
package dev.obverse.core.model;

import org.jspecify.annotations.NullMarked;
