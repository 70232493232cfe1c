/**
 * Logs of a made-up micro-video service, whose true preferences are known. They are for demonstrations, tests and studies of
 * annotation; nothing here reads a log or knows a model.
 */
@NullMarked
package dev.obverse.data.simulate;

import org.jspecify.annotations.NullMarked;
