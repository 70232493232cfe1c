/**
 * Programs for {@code spark-submit} that show the estimator at work and measure it: ratings from files, beside Spark's ALS, and made-up logs of any
 * size. They use what every user can.
 */
@NullMarked
package dev.obverse.spark.example;

import org.jspecify.annotations.NullMarked;
