package dev.obverse.bench;

import java.util.List;

/** Some lines of the table that are measured together. */
sealed interface Section permits Match, Starts {
    /** Returns the name by which {@code --only} chooses it. */
    String name();

    /** Returns what it is, in a few words. */
    String about();

    /** Measures. */
    List<Row> run(Plan plan);
}
