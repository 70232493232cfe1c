package dev.obverse.bench.work;

/** What a contestant does: prepares, then takes turns until there is none left. */
interface Work {
    void take(Turns turns);
}
