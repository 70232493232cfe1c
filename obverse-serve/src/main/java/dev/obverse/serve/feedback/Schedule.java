package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a model is trained anew. */
public sealed interface Schedule {
    /**
     * So long after the last attempt, if there is new feedback.
     *
     * @param time how long; at least one second
     */
    record Every(Duration time) implements Schedule {
        /** Checks the time. */
        public Every {
            if (time.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new InvalidInputException("--retrain-every is less than a second; give at least 1s");
            }
        }

        @Override
        public String toString() {
            long seconds = time.toSeconds();
            return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds % 3_600 == 0 ? seconds / 3_600 + "h"
                    : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
        }
    }

    /**
     * As soon as so many rows have come since the last attempt.
     *
     * @param count how many; at least one
     */
    record Rows(long count) implements Schedule {
        /** Checks the number. */
        public Rows {
            if (count < 1) {
                throw new InvalidInputException("--retrain-every is " + count + "; give 1 row or more");
            }
        }

        @Override
        public String toString() {
            return count + " rows";
        }
    }

    /**
     * Reads the value of {@code --retrain-every}: a time such as {@code 30s}, {@code 15m}, {@code 1h} or {@code 1d}, or a number of rows.
     *
     * @throws InvalidInputException if it is neither
     */
    static Schedule parse(String text) {
        Matcher match = Pattern.compile("([0-9]{1,9})([smhd]?)").matcher(text.strip());
        if (!match.matches()) {
            throw new InvalidInputException("--retrain-every is '" + text + "'; give a time such as 30s, 15m, 1h or 1d, or a number of rows");
        }
        long number = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "s" -> new Every(Duration.ofSeconds(number));
            case "m" -> new Every(Duration.ofMinutes(number));
            case "h" -> new Every(Duration.ofHours(number));
            case "d" -> new Every(Duration.ofDays(number));
            default -> new Rows(number);
        };
    }
}
