package dev.obverse.data.simulate;

import dev.obverse.core.sample.Purpose;
import dev.obverse.core.sample.SplitMix64;
import dev.obverse.data.Resources;
import dev.obverse.data.TableWriter;
import dev.obverse.data.TableWriter.Column;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the log of a full-screen video feed.
 *
 * <p>For each view, in the order of time: a user comes by activity; the service draws four videos by popularity (Zipf) and, four times
 * in five, shows the one that a noisy estimate of the user's taste puts first, else the first drawn, so that exposure follows popularity
 * and taste and is far from random (nobody is shown a video twice); the user likes it or not, by a draw from the true preference; watch time follows preference,
 * duration and mood; now and then the user presses <em>like</em> (mostly when they do like it) or <em>not interested</em> (mostly when they
 * do not), talkative users more often than others: labels are missing, and not at random.
 *
 * <p>Columns: {@code user_id}, {@code video_id}, {@code time} (seconds since 1970), {@code duration_ms}, {@code play_time_ms},
 * {@code is_like}, {@code is_dislike}, {@code true_preference} (the probability that the user likes the video when asked) and
 * {@code true_label} (0 or 1, drawn from it once for each view).
 */
public final class Simulator {
    private static final List<Column> COLUMNS = List.of(Column.text("user_id"), Column.text("video_id"), Column.integer("time"),
            Column.integer("duration_ms"), Column.integer("play_time_ms"), Column.integer("is_like"), Column.integer("is_dislike"),
            Column.real("true_preference"), Column.integer("true_label"));
    private static final int CANDIDATES = 4;
    private static final double GUIDED = 0.8;
    private static final double ESTIMATE_NOISE = 1.5;
    private static final long START = 1_700_000_000L;
    private static final double WRONG_BUTTON = 0.08;
    /** The share of views that are truly liked under this exposure; turns rates of all views into rates given the truth. */
    private static final double LIKED = 0.58;

    private final Options options;
    private final World world;
    private final SplitMix64 random;
    private final PairSet seen = new PairSet();

    private Simulator(Options options) {
        this.options = options;
        this.world = new World(options);
        this.random = new SplitMix64(options.seed());
        this.random.seek(SplitMix64.key(options.seed(), Purpose.SIMULATE, 1), 0);
    }

    /**
     * Writes a log. The same options give the same bytes.
     *
     * @param path where to; its ending names the format, as for {@link TableWriter}
     */
    public static void write(Options options, Path path, Resources resources) {
        Simulator simulator = new Simulator(options);
        try (TableWriter table = TableWriter.open(path, COLUMNS, resources)) {
            double seconds = START;
            for (long view = 0; view < options.views(); view++) {
                seconds += simulator.pause();
                simulator.view(table, (long) seconds);
            }
            table.commit();
        }
    }

    /** Returns the seconds until the next view of the service: thirty days for the whole log. */
    private double pause() {
        return -StrictMath.log(1 - random.nextDouble()) * 30 * 86_400 / options.views();
    }

    private void view(TableWriter table, long time) {
        int user;
        int video;
        do {
            user = draw(world.activity);
            video = shown(user);
        } while (!seen.add(user, video));
        double preference = sigmoid(world.logit(user, video));
        boolean liked = random.nextDouble() < preference;
        int duration = world.durations[video];
        table.text("u" + (user + 1)).text("v" + (video + 1)).integer(time).integer(duration).integer(playTime(preference, liked, duration));
        boolean like = pressed(user, liked, options.likeRate(), LIKED);
        boolean dislike = pressed(user, !liked, options.dislikeRate(), 1 - LIKED) && !like;
        table.integer(like ? 1 : 0).integer(dislike ? 1 : 0).real(preference).integer(liked ? 1 : 0).end();
    }

    private int shown(int user) {
        int best = draw(world.popularity);
        if (random.nextDouble() >= GUIDED) {
            return best;
        }
        double highest = estimate(user, best);
        for (int i = 1; i < CANDIDATES; i++) {
            int video = draw(world.popularity);
            double estimate = estimate(user, video);
            if (estimate > highest) {
                highest = estimate;
                best = video;
            }
        }
        return best;
    }

    private double estimate(int user, int video) {
        return world.logit(user, video) + ESTIMATE_NOISE * random.nextGaussian();
    }

    /** A share of the duration that grows with preference and shrinks with length; who truly likes it may watch again. */
    private long playTime(double preference, boolean liked, int duration) {
        double mood = 1.1 * random.nextGaussian();
        double length = 0.3 * StrictMath.log(duration / 20_000.0);
        double share = 1.4 * sigmoid(1.2 * (preference - 0.5) + (liked ? 0.35 : -0.35) + mood - length);
        boolean again = liked && random.nextDouble() < 0.06;
        return Math.round(duration * (again ? 1 + 2 * share : share));
    }

    /**
     * Whether a button is pressed, so often that the share of all views is {@code rate}.
     *
     * @param meant whether the button says what the user feels
     * @param share the share of views for which it does
     */
    private boolean pressed(int user, boolean meant, double rate, double share) {
        double given = meant ? rate * (1 - WRONG_BUTTON) / share : rate * WRONG_BUTTON / (1 - share);
        return random.nextDouble() < given * world.talkativeness[user];
    }

    /** Returns an index with probability in proportion to its weight. */
    private int draw(double[] sums) {
        double lot = random.nextDouble() * sums[sums.length - 1];
        int at = Arrays.binarySearch(sums, lot);
        return Math.min(sums.length - 1, at >= 0 ? at + 1 : -1 - at);
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }
}
