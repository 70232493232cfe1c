package dev.obverse.core;

/**
 * What a log says of one interaction. UNLABELED is a kind of its own: the user was shown the item and the log does not say
 * whether they liked it. Nothing in Obverse reads it as a negative unless a method is asked to.
 */
public enum Label {
    /** The user said no. */
    NEGATIVE,
    /** The user said yes. */
    POSITIVE,
    /** The user was exposed to the item and said nothing. */
    UNLABELED;

    /** {@link #code()} of {@link #NEGATIVE}, which is also the target of its cross-entropy. */
    public static final byte NEGATIVE_CODE = 0;
    /** {@link #code()} of {@link #POSITIVE}, which is also the target of its cross-entropy. */
    public static final byte POSITIVE_CODE = 1;
    /** {@link #code()} of {@link #UNLABELED}. */
    public static final byte UNLABELED_CODE = 2;

    /** Returns the one-byte form in which {@link Interactions} and batches hold labels: 0, 1 or 2. */
    public byte code() {
        return switch (this) {
            case NEGATIVE -> NEGATIVE_CODE;
            case POSITIVE -> POSITIVE_CODE;
            case UNLABELED -> UNLABELED_CODE;
        };
    }

    /**
     * Returns the label of a one-byte code.
     *
     * @throws IllegalArgumentException if the code is not 0, 1 or 2
     */
    public static Label of(byte code) {
        return switch (code) {
            case NEGATIVE_CODE -> NEGATIVE;
            case POSITIVE_CODE -> POSITIVE;
            case UNLABELED_CODE -> UNLABELED;
            default -> throw new IllegalArgumentException("label code " + code + " is not 0, 1 or 2");
        };
    }
}
