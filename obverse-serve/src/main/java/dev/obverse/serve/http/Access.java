package dev.obverse.serve.http;

/** Who may call a route. From {@link #READ} on a role, which may also do what stands before it. */
enum Access {
    /** Anyone, with a token or without. */
    OPEN,
    /** Whoever may ask the model. */
    READ,
    /** Whoever may also give feedback. */
    FEEDBACK,
    /** Whoever may also change the model. */
    ADMIN
}
