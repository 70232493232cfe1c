package dev.obverse.bench.kernel;

import dev.obverse.core.kernel.Kernels;
import java.util.List;

/**
 * One kernel over one shape, ready to be called again and again.
 *
 * @param name the kernel, and its shape where there are several
 * @param call calls it once and returns an array that it wrote to
 */
public record KernelCase(String name, Call call) {
    /** What stands before the name where the time of a kernel is told in calls of a plain loop. */
    public static final String IN_LOOPS = "loops:";

    /** A call of a kernel, on arrays that outlive it, so that it cannot be left out. */
    public interface Call {
        /** Runs it and returns an array that it wrote to. */
        Object run();
    }

    /** Returns a case for each kernel of training and ranking. */
    public static List<KernelCase> all(Kernels kernels) {
        DenseFixture wide = new DenseFixture(kernels, 256, 128);
        DenseFixture middle = new DenseFixture(kernels, 128, 64);
        DenseFixture narrow = new DenseFixture(kernels, 64, 32);
        ProductFixture product = new ProductFixture(kernels);
        PairFixture pairs = new PairFixture(kernels);
        UpdateFixture update = new UpdateFixture(kernels);
        LossFixture loss = new LossFixture(kernels);
        RankFixture rank = new RankFixture(kernels);
        return List.of(
                new KernelCase("layer-256-128", wide::layer),
                new KernelCase("layer-128-64", middle::layer),
                new KernelCase("layer-64-32", narrow::layer),
                new KernelCase("multiply-128-256", wide::multiply),
                new KernelCase("relu-input-gradients-128-64", middle::reluInputGradients),
                new KernelCase("weight-gradients-256-128", wide::weightGradients),
                new KernelCase("weight-gradients-128-64", middle::weightGradients),
                new KernelCase("product-logits", product::logits),
                new KernelCase("product-user-gradients", product::userGradients),
                new KernelCase("product-item-gradients", product::itemGradients),
                new KernelCase("relu-of-sums", pairs::reluOfSums),
                new KernelCase("sum-pairs", pairs::sumPairs),
                new KernelCase("adam-rows", update::adam),
                new KernelCase("adagrad-rows", update::adagrad),
                new KernelCase("sgd-rows", update::sgd),
                new KernelCase("move-rows", update::move),
                new KernelCase("signs", update::signs),
                new KernelCase("cross-entropy", loss::crossEntropy),
                new KernelCase("dual-cross-entropy", loss::dualCrossEntropy),
                new KernelCase("products-above", rank::productsAbove),
                new KernelCase("products", rank::products));
    }
}
