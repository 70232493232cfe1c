package dev.obverse.bench;

import java.io.PrintStream;
import java.nio.file.Path;

/**
 * How long to measure, and where to tell of it.
 *
 * @param rounds how many turns each contestant has that count
 * @param starts how many JVMs are started to see whether all compile well
 * @param logs the directory for what contestants say on standard error
 * @param progress where progress is told
 */
record Plan(int rounds, int starts, Path logs, PrintStream progress) {}
