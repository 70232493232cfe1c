package dev.obverse.serve.answer;

/** Too many requests wait already; this one was turned away before any work was done for it, and may be sent again later. */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OverloadedException(int waiting) {
        super(waiting + " requests are waiting already: try again later", null, false, false);
    }
}
