package dev.obverse.core.backbone;

import dev.obverse.core.Label;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.parameter.EmbeddingTable;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.TableGradient;
import dev.obverse.core.sample.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A term that is not linear in the item's row, such as a tower, as a function that is: for a user u,
 * {@code t(u, i) ~ m + g . (q_i - q)}, where m, g and q are the means of t(u, .), of its gradient and of the rows over a sample of the items. If
 * the rows were drawn from a normal distribution that would be the best linear fit in the mean square (Stein's lemma: the covariance of q_i
 * and t is that of the rows times the mean gradient). Cost of a query: one pass over the sample, forward and back.
 */
final class MeanGradient implements Term.LinearInItem {
    /** Items, evenly spaced, that the means are over. */
    private static final int SAMPLE = 128;

    private final EmbeddingTable items;
    private final EmbeddingBackbone alone;
    private final int[] sample;
    private final Queue<Work> idle = new ConcurrentLinkedQueue<>();

    MeanGradient(Kernels kernels, EmbeddingTable users, EmbeddingTable items, Term term) {
        this.items = items;
        this.alone = new EmbeddingBackbone(kernels, users, items, List.of(term));
        this.sample = new int[Math.min(SAMPLE, items.rows())];
        for (int s = 0; s < sample.length; s++) {
            sample[s] = (int) ((long) s * items.rows() / sample.length);
        }
    }

    @Override
    public void addQuery(EmbeddingTable users, int user, float[] query, int at) {
        Work idler = idle.poll();
        Work work = idler == null ? new Work() : idler;
        work.addQuery(user, query, at);
        idle.add(work);
    }

    /** What one thread works with. */
    private final class Work {
        private final Batch batch = new Batch(sample.length);
        private final Pass pass = alone.pass(sample.length);
        private final Gradients gradients = new Gradients(alone.parameters(), sample.length);
        private final float[] slopes = new float[sample.length];
        private final double[] gradient = new double[items.width()];

        void addQuery(int user, float[] query, int at) {
            batch.clear();
            for (int item : sample) {
                batch.add(user, item, Label.UNLABELED_CODE);
            }
            float[] values = pass.logits(batch);
            double constant = 0;
            for (int s = 0; s < sample.length; s++) {
                constant += values[s] / sample.length;
            }
            findGradient();
            for (int item : sample) {
                int row = item * items.stride();
                for (int k = 0; k < gradient.length; k++) {
                    constant -= gradient[k] * items.data()[row + k] / sample.length;
                }
            }
            for (int k = 0; k < gradient.length; k++) {
                query[at + k] += (float) gradient[k];
            }
            query[at + gradient.length] += (float) constant;
        }

        private void findGradient() {
            Arrays.fill(slopes, 1f / sample.length);
            gradients.clear();
            pass.gradients(slopes, gradients);
            TableGradient rows = gradients.of(items);
            Arrays.fill(gradient, 0);
            for (int slot = 0; slot < rows.rows().size(); slot++) {
                for (int k = 0; k < gradient.length; k++) {
                    gradient[k] += rows.sums()[slot * gradient.length + k];
                }
            }
        }
    }
}
