package dev.obverse.core.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sigmoid, softplus and the weights of the Inverse Dual Loss, within 1e-6 of double precision. The exponential is 2^n times Taylor's polynomial in
 * [-ln2/2, ln2/2]; the logarithm is {@code log1p(e) = 2 artanh(e / (2 + e))}, which keeps its relative precision for small e.
 *
 * <p>The last block of a batch overlaps the one before it, so nothing needs a mask; a batch is at least one vector long.
 */
final class LossKernels {
    private static final VectorSpecies<Float> S = Lanes.SPECIES;
    private static final int L = Lanes.LENGTH;

    /** exp(-87) is the smallest that is used: below, a float would be subnormal. */
    private static final float SMALLEST = -87f;

    private static final float LOG2_E = 1.442695f;
    private static final float LN2_HIGH = 355f / 512;
    private static final float LN2_LOW = (float) (StrictMath.log(2) - LN2_HIGH);

    private LossKernels() {}

    static void crossEntropy(float[] logits, float[] signs, float scale, float[] losses, float[] slopes, int n) {
        for (int start = 0; start < n; start += L) {
            int i = Math.min(start, n - L);
            FloatVector against = FloatVector.fromArray(S, signs, i).mul(FloatVector.fromArray(S, logits, i)).neg();
            FloatVector e = exp(against.abs().neg());
            FloatVector tail = FloatVector.broadcast(S, 1f).div(e.add(1f));
            FloatVector sigmoid = tail.blend(e.mul(tail), against.compare(VectorOperators.LT, 0f));
            against.max(0f).add(log1p(e)).intoArray(losses, i);
            FloatVector.fromArray(S, signs, i).mul(-scale).mul(sigmoid).intoArray(slopes, i);
        }
    }

    static void dualCrossEntropy(
            float[] logits, float[] signs, float scale, float[] losses, float[] slopes, float[] weights, int n) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        for (int start = 0; start < n; start += L) {
            int i = Math.min(start, n - L);
            FloatVector sign = FloatVector.fromArray(S, signs, i);
            FloatVector z = FloatVector.fromArray(S, logits, i);
            FloatVector size = z.abs();
            FloatVector e = exp(size.neg());
            FloatVector tail = one.div(e.add(1f));
            FloatVector unlikelySigmoid = e.mul(tail);
            FloatVector small = log1p(e);
            FloatVector ratio = small.div(size.add(small));
            FloatVector square = ratio.mul(ratio);
            FloatVector likely = one.div(square.add(1f));
            FloatVector unlikely = square.mul(likely);
            VectorMask<Float> negative = z.compare(VectorOperators.LT, 0f);
            FloatVector slope = unlikely.sub(unlikelySigmoid);
            FloatVector loss = likely.mul(small).add(unlikely.mul(size.add(small)));
            likely.blend(unlikely, negative).intoArray(weights, i);

            FloatVector against = sign.mul(z).neg();
            FloatVector sigmoid = tail.blend(unlikelySigmoid, against.compare(VectorOperators.LT, 0f));
            VectorMask<Float> unlabeled = sign.compare(VectorOperators.EQ, 0f);
            against.max(0f).add(small).blend(loss, unlabeled).intoArray(losses, i);
            sign.neg().mul(sigmoid).blend(slope.blend(slope.neg(), negative), unlabeled).mul(scale).intoArray(slopes, i);
        }
    }

    /** exp of values that are not positive. */
    private static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.max(SMALLEST);
        // Adding and subtracting 1.5 * 2^23 rounds to a whole number, which then stands in the low bits.
        FloatVector shifted = clamped.mul(LOG2_E).add(12582912f);
        FloatVector whole = shifted.sub(12582912f);
        FloatVector r = whole.mul(-LN2_LOW).add(whole.mul(-LN2_HIGH).add(clamped));
        IntVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).add(127 << 23);
        FloatVector p = FloatVector.broadcast(S, 1f / 5040);
        p = p.fma(r, FloatVector.broadcast(S, 1f / 720));
        p = p.fma(r, FloatVector.broadcast(S, 1f / 120));
        p = p.fma(r, FloatVector.broadcast(S, 1f / 24));
        p = p.fma(r, FloatVector.broadcast(S, 1f / 6));
        p = p.fma(r, FloatVector.broadcast(S, 0.5f));
        p = p.fma(r.mul(r), r.add(1f));
        return p.mul(power.reinterpretAsFloats());
    }

    /** log(1 + e) for e in 0..1. */
    private static FloatVector log1p(FloatVector e) {
        FloatVector s = e.div(e.add(2f));
        FloatVector s2 = s.mul(s);
        FloatVector p = FloatVector.broadcast(S, 1f / 13);
        p = p.fma(s2, FloatVector.broadcast(S, 1f / 11));
        p = p.fma(s2, FloatVector.broadcast(S, 1f / 9));
        p = p.fma(s2, FloatVector.broadcast(S, 1f / 7));
        p = p.fma(s2, FloatVector.broadcast(S, 1f / 5));
        p = p.fma(s2, FloatVector.broadcast(S, 1f / 3));
        p = p.fma(s2, FloatVector.broadcast(S, 1f));
        return p.mul(s.add(s));
    }
}
