package dev.obverse.core.config;

import java.util.List;

/** The values that a setting may have, as text. */
sealed interface Range {
    boolean allows(String value);

    /** What is allowed, to stand after "is". */
    String words();

    /** A suggestion to stand at the end of a refusal, or nothing. */
    default String hint(String value) {
        return "";
    }

    static Range oneOf(String... values) {
        return new OneOf(List.of(values));
    }

    static Range whole(long low, long high) {
        return new Whole(low, high);
    }

    /** low to high, both allowed. */
    static Range real(double low, double high) {
        return new Real(low, high, true, true);
    }

    /** Above low, up to high. */
    static Range above(double low, double high) {
        return new Real(low, high, false, true);
    }

    /** Between low and high, neither allowed. */
    static Range inside(double low, double high) {
        return new Real(low, high, false, false);
    }

    /** From low, which is allowed, to below high. */
    static Range below(double low, double high) {
        return new Real(low, high, true, false);
    }

    static Range autoOr(Range range) {
        return new AutoOr(range);
    }

    record OneOf(List<String> values) implements Range {
        @Override
        public boolean allows(String value) {
            return values.contains(value);
        }

        @Override
        public String words() {
            return "one of " + String.join(", ", values);
        }

        @Override
        public String hint(String value) {
            return "; " + Nearest.hint(value, values);
        }
    }

    record Whole(long low, long high) implements Range {
        @Override
        public boolean allows(String value) {
            try {
                long number = Long.parseLong(value);
                return number >= low && number <= high;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String words() {
            return low == Long.MIN_VALUE ? "a whole number" : "a whole number from " + low + " to " + high;
        }
    }

    record Real(double low, double high, boolean withLow, boolean withHigh) implements Range {
        @Override
        public boolean allows(String value) {
            try {
                double number = Double.parseDouble(value);
                return (withLow ? number >= low : number > low) && (withHigh ? number <= high : number < high);
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String words() {
            return "a number " + (withLow ? "from " : "above ") + plain(low) + (withHigh ? " up to " : " and below ") + plain(high);
        }

        private static String plain(double bound) {
            return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
        }
    }

    record AutoOr(Range range) implements Range {
        @Override
        public boolean allows(String value) {
            return value.equals("auto") || range.allows(value);
        }

        @Override
        public String words() {
            return "auto or " + range.words();
        }
    }
}
