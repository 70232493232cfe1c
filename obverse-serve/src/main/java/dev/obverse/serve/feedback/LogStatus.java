package dev.obverse.serve.feedback;

import org.jspecify.annotations.Nullable;

/**
 * How a feedback log is doing.
 *
 * @param rows how many rows it holds in all its files
 * @param backlog how many rows wait to be on disk
 * @param files how many files it has
 * @param bytes how long they are together
 * @param accepted how many rows were written since it was opened
 * @param duplicates how many calls were duplicates since it was opened
 * @param failures how many calls failed since it was opened because the disk did
 * @param fault why the last write failed: one sentence; null if it did not
 */
public record LogStatus(long rows, long backlog, int files, long bytes, long accepted, long duplicates, long failures, @Nullable String fault) {}
