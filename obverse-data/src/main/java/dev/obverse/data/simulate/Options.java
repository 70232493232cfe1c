package dev.obverse.data.simulate;

import dev.obverse.core.InvalidInputException;

/**
 * The size of a simulated service and how freely its users speak.
 *
 * @param users number of users, 1 or more
 * @param videos number of videos, 20 or more
 * @param views number of views, that is of rows; at most a quarter of users * videos
 * @param seed decides everything that is random
 * @param likeRate the share of views that is liked, in expectation; default 0.02
 * @param dislikeRate the share of views that is disliked, in expectation; default 0.005
 */
public record Options(int users, int videos, long views, long seed, double likeRate, double dislikeRate) {
    /** Checks the sizes and rates. */
    public Options {
        if (users < 1 || videos < 20 || views < 1) {
            throw new InvalidInputException("a simulation needs at least 1 user, 20 videos and 1 view; it was given " + users + ", "
                    + videos + " and " + views);
        }
        if (views > (long) users * videos / 4) {
            throw new InvalidInputException(views + " views are too many for " + users + " users and " + videos
                    + " videos: nobody is shown a video twice, and at most a quarter of all pairs may be views");
        }
        if (!(likeRate > 0 && likeRate <= 0.2 && dislikeRate > 0 && dislikeRate <= 0.2)) {
            throw new InvalidInputException("the like rate " + likeRate + " and the dislike rate " + dislikeRate
                    + " must be above 0 and at most 0.2");
        }
    }

    /** Returns options with likes on 2 % and dislikes on 0.5 % of the views. */
    public static Options of(int users, int videos, long views, long seed) {
        return new Options(users, videos, views, seed, 0.02, 0.005);
    }
}
