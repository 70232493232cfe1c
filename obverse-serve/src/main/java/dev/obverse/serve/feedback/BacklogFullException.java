package dev.obverse.serve.feedback;

/** Too many rows wait for the disk already: nothing was written, and the same call may succeed in a moment. The message is one sentence. */
public final class BacklogFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BacklogFullException(long waiting, int most) {
        super(waiting + " rows of feedback wait for the disk already, of at most " + most + "; send these again in a moment");
    }
}
