package dev.obverse.data.simulate;

import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;
import java.util.Arrays;

/**
 * Users and videos as they are: tastes and contents in a space of {@value #DIMENSIONS} dimensions, the quality of a video, the
 * generosity of a user. User u likes video v, when asked, with probability
 * {@code sigmoid(TASTE * t_u . c_v / sqrt(D) + q_v + g_u + OFFSET)}.
 */
final class World {
    static final int DIMENSIONS = 4;
    private static final double TASTE = 1.2;
    private static final double QUALITY = 1.2;
    private static final double GENEROSITY = 0.8;
    private static final double OFFSET = -1.05;
    private static final double ZIPF = 0.9;
    private static final double ZIPF_SHIFT = 5;

    final float[] tastes;
    final float[] contents;
    final float[] qualities;
    final float[] generosities;
    /** How ready a user is to press any button, in 0..: mean 1, long tail. */
    final float[] talkativeness;
    final int[] durations;
    /** Sums of the popularity of videos 0..v. */
    final double[] popularity;
    /** Sums of the activity of users 0..u. */
    final double[] activity;

    World(Options options) {
        SplitMix64 random = new SplitMix64(options.seed());
        random.seek(SplitMix64.key(options.seed(), Purpose.SIMULATE, 0), 0);
        tastes = normal(random, options.users() * DIMENSIONS, 1);
        contents = normal(random, options.videos() * DIMENSIONS, 1);
        qualities = normal(random, options.videos(), QUALITY);
        generosities = normal(random, options.users(), GENEROSITY);
        talkativeness = logNormal(random, options.users(), 1.0);
        durations = durations(random, options.videos());
        popularity = popularity(random);
        activity = sums(logNormal(random, options.users(), 0.8));
    }

    /** Returns the logit of the true preference. */
    double logit(int user, int video) {
        double product = 0;
        for (int d = 0; d < DIMENSIONS; d++) {
            product += tastes[user * DIMENSIONS + d] * contents[video * DIMENSIONS + d];
        }
        return TASTE * product / Math.sqrt(DIMENSIONS) + qualities[video] + generosities[user] + OFFSET;
    }

    /** Zipf's law with a flattened head, over ranks in which better videos tend to stand earlier. */
    private double[] popularity(SplitMix64 random) {
        int videos = qualities.length;
        long[] keyed = new long[videos];
        for (int v = 0; v < videos; v++) {
            double luck = qualities[v] / QUALITY + 1.5 * random.nextGaussian();
            keyed[v] = ((long) (int) Math.round(-luck * 1e6) << 32) | v;
        }
        Arrays.sort(keyed);
        float[] weights = new float[videos];
        for (int rank = 0; rank < videos; rank++) {
            weights[(int) keyed[rank]] = (float) Math.pow(rank + ZIPF_SHIFT, -ZIPF);
        }
        return sums(weights);
    }

    private static float[] normal(SplitMix64 random, int size, double deviation) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    private static float[] logNormal(SplitMix64 random, int size, double deviation) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) StrictMath.exp(deviation * random.nextGaussian() - deviation * deviation / 2);
        }
        return values;
    }

    /** Milliseconds: a log-normal length of about twenty seconds in the middle, between 5 seconds and 5 minutes. */
    private static int[] durations(SplitMix64 random, int size) {
        int[] durations = new int[size];
        for (int i = 0; i < size; i++) {
            double seconds = 20 * StrictMath.exp(0.7 * random.nextGaussian());
            durations[i] = (int) (1000 * Math.min(300, Math.max(5, seconds)));
        }
        return durations;
    }

    private static double[] sums(float[] weights) {
        double[] sums = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            sums[i] = sum;
        }
        return sums;
    }
}
