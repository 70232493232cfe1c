/**
 * What a contestant does in a process of its own: it prepares, says so, and then works for as long as each of its turns lasts. A rival in
 * another language keeps to the same few lines on standard input and output ({@code Turns}).
 */
@NullMarked
package dev.obverse.bench.work;

import org.jspecify.annotations.NullMarked;
