/**
 * The report: one HTML page that holds the results of a study and all that is needed to draw them. What it says was computed before;
 * this package only shows.
 */
@NullMarked
package dev.obverse.lab.report;

import org.jspecify.annotations.NullMarked;
