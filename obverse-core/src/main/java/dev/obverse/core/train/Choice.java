package dev.obverse.core.train;

/** Where the Inverse Gradient goes on from. */
public enum Choice {
    /** Down the gradient of the Inverse Dual Loss: the annotation is believed. */
    DIRECT,
    /** Up the gradient: the annotation is turned round. */
    INVERSE,
    /** Neither: theta stays as it is. */
    STAY
}
