package dev.obverse.serve.answer;

import java.util.concurrent.atomic.AtomicInteger;

/** A model and how many hold it: its slot, as long as it is the current one, and each request that it answers. Who leaves last closes it. */
final class Held {
    private final ServedModel model;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Held by its slot. */
    Held(ServedModel model) {
        this.model = model;
    }

    ServedModel model() {
        return model;
    }

    /** Holds the model, unless it has been closed. */
    boolean enter() {
        int seen = holders.get();
        while (seen > 0) {
            if (holders.compareAndSet(seen, seen + 1)) {
                return true;
            }
            seen = holders.get();
        }
        return false;
    }

    void leave() {
        if (holders.decrementAndGet() == 0) {
            model.close();
        }
    }
}
