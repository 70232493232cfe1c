package dev.obverse.core.train;

import dev.obverse.core.sample.PairStream;

/** The stream of each pass, filled anew: the same at every pass, or, where a pass is laid out while the one before it is trained, two in turn. */
final class StreamTurns {
    private final PairStream[] streams;
    private int next;

    StreamTurns(boolean two) {
        streams = two ? new PairStream[] {new PairStream(), new PairStream()} : new PairStream[] {new PairStream()};
    }

    /** Returns the stream of the next pass; nobody reads any more what it had. */
    PairStream next() {
        next = (next + 1) % streams.length;
        return streams[next];
    }
}
