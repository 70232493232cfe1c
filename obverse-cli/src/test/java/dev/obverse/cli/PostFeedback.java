package dev.obverse.cli;

import dev.obverse.serve.feedback.Feedback;
import dev.obverse.serve.feedback.FeedbackLog;
import dev.obverse.serve.feedback.LogSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Posts feedback from several threads until the process is killed, and prints each call that was acknowledged. A process of its own. */
final class PostFeedback {
    private static final int THREADS = 4;
    private static final int LARGEST_CALL = 7;

    private PostFeedback() {}

    /** Takes the folder, the name of the round, and how large a file may grow. */
    public static void main(String[] args) {
        FeedbackLog log = FeedbackLog.open(Path.of(args[0]), LogSettings.DEFAULT.withFileBytes(Long.parseLong(args[2])));
        for (int thread = 0; thread < THREADS; thread++) {
            String name = args[1] + "-" + thread;
            Thread.ofPlatform().start(() -> post(log, name));
        }
    }

    private static void post(FeedbackLog log, String thread) {
        for (int number = 0; true; number++) {
            String call = thread + "-" + number;
            log.append(rows(call), call);
            byte[] line = (call + "\n").getBytes(StandardCharsets.UTF_8);
            // One write for each line: what the reader finds of it is what was acknowledged.
            synchronized (System.out) {
                System.out.write(line, 0, line.length);
                System.out.flush();
            }
        }
    }

    /** The rows of a call, which its name decides: each of an item of its own, for a user whose name breaks careless readers. */
    static List<Feedback> rows(String call) {
        int size = 1 + Math.floorMod(call.hashCode(), LARGEST_CALL);
        List<Feedback> rows = new ArrayList<>();
        for (int row = 0; row < size; row++) {
            String user = row % 2 == 0 ? "zoé \"" + call + "\"\nsecond, line" : call;
            rows.add(new Feedback(user, "item " + row + " of " + size, Feedback.Kind.values()[row % 3]));
        }
        return rows;
    }
}
