/**
 * What a study is to do: its YAML file, read strictly. Nothing is run here.
 *
 * <p>A study crosses data sets, label fractions, backbones, methods and seeds:
 *
 * <pre>{@code
 * title: Do unlabeled views help?
 * data:
 *   - name: ml1m
 *     files: ../../shared/data/ml1m/train.tsv   # or a list; globs; relative to the study file
 *     valid: ../../shared/data/ml1m/valid.tsv
 *     test: ../../shared/data/ml1m/test.tsv
 *     columns: [user, item, rating]
 *     positive: rating > 2
 *     negative: rating <= 2
 * label-fractions: [1, 0.1]
 * backbones: [gmf, neumf]
 * seeds: 3                        # 1, 2, 3; or a list
 * settings: {epochs: 20, patience: 0}
 * methods:
 *   - bce                         # a method of the command line, with the settings above
 *   - name: bce with biases       # a name of its own, and settings of its own
 *     method: bce
 *     settings: {bias: zero}
 *   - name: ig
 *     settings: {pool: exposed, unlabeled-ratio: 5}
 *     grid: {alpha: [0.0001, 0.001], training-train: [0.2, 0.5, 0.9]}
 * grid: {learning-rate: [0.001, 0.003]}   # crossed with the grid of every method
 * budget: 6                       # configurations that a method may try; by default the size of the largest grid
 * tuning-seeds: 1                 # how many of the seeds the choice is made on
 * }</pre>
 *
 * <p>The seed of a run is also its data seed (the split, and which labels are kept) unless the data set has a {@code data-seed}, so every
 * method sees the same data for the same seed. A data set may have all data options of the command line ({@code user, item, time,
 * delimiter, split, on-conflict, allow-overlap}), or be simulated: {@code simulate: {users: 500, videos: 400, views: 40000, seed: 1}}.
 * Of a grid larger than the budget a random part is tried, the same at every run. What a grid tries is judged by {@code select} on the
 * validation rows alone, for each data set, label fraction and backbone by itself.
 */
@NullMarked
package dev.obverse.lab.study;

import org.jspecify.annotations.NullMarked;
