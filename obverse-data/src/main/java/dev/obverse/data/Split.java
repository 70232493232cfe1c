package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import java.util.Locale;
import java.util.regex.Pattern;

/** How the rows of the data files are divided into training, validation and test. */
public sealed interface Split {
    /** The split that is used when none is named: {@code random:0.8,0.1,0.1}. */
    Split DEFAULT = new Random(0.8, 0.1, 0.1);

    /** All rows are for training: validation and test come from files of their own, or there is none. */
    record Files() implements Split {}

    /**
     * Rows are divided by lot, exactly in these shares.
     *
     * @param train share of the training rows, above 0; the three shares sum to 1
     * @param valid share of the validation rows
     * @param test share of the test rows
     */
    record Random(double train, double valid, double test) implements Split {
        /** Checks the shares. */
        public Random {
            checkShares(train, valid, test);
        }
    }

    /**
     * Rows are divided by their time: the earliest are for training, the latest for test. Rows of one time keep the order of the
     * files.
     *
     * @param train share of the training rows, above 0; the three shares sum to 1
     * @param valid share of the validation rows
     * @param test share of the test rows
     */
    record ByTime(double train, double valid, double test) implements Split {
        /** Checks the shares. */
        public ByTime {
            checkShares(train, valid, test);
        }
    }

    /**
     * Reads the value of {@code --split}: {@code random:0.8,0.1,0.1}, {@code time:0.8,0.1,0.1} or {@code files}.
     *
     * @throws InvalidInputException if it is none of them or the shares are not shares
     */
    static Split parse(String text) {
        if (text.strip().toLowerCase(Locale.ROOT).equals("files")) {
            return new Files();
        }
        var match = Pattern.compile("\\s*(random|time)\\s*:([^,]+),([^,]+),([^,]+)").matcher(text.toLowerCase(Locale.ROOT));
        if (!match.matches()) {
            throw new InvalidInputException("--split is '" + text
                    + "'; give random:0.8,0.1,0.1 or time:0.8,0.1,0.1, the shares of training, validation and test, or files");
        }
        double train = share(text, match.group(2));
        double valid = share(text, match.group(3));
        double test = share(text, match.group(4));
        return match.group(1).equals("random") ? new Random(train, valid, test) : new ByTime(train, valid, test);
    }

    private static double share(String split, String number) {
        try {
            return Double.parseDouble(number.strip());
        } catch (NumberFormatException e) {
            throw new InvalidInputException("--split " + split + ": '" + number.strip() + "' is not a number", e);
        }
    }

    private static void checkShares(double train, double valid, double test) {
        boolean shares = train > 0 && valid >= 0 && test >= 0 && Math.abs(train + valid + test - 1) <= 1e-9;
        if (!shares) {
            throw new InvalidInputException("the shares " + train + ", " + valid + ", " + test
                    + " of the split must be 0 or more, the first above 0, and sum to 1");
        }
    }
}
