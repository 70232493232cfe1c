package dev.obverse.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How often a checkpoint is written.
 *
 * @param count every so many
 * @param steps steps of the optimizer, else epochs
 */
record CheckpointInterval(long count, boolean steps) {
    static final String DEFAULT = "1epochs";

    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,17}) ?(steps?|epochs?)");

    /** Reads it from the command line. */
    static final class Converter implements ITypeConverter<CheckpointInterval> {
        @Override
        public CheckpointInterval convert(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not a number of steps or epochs, such as 500steps or 2epochs");
            }
            return new CheckpointInterval(Long.parseLong(matcher.group(1)), matcher.group(2).startsWith("step"));
        }
    }
}
