package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import dev.obverse.core.model.FileFault;
import dev.obverse.data.LogSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom a verb is about: some users by their ids, the lines of a file, or all that the model knows. */
final class UserSelection {
    @Option(names = "--user", paramLabel = "ID", description = "a user, by the id of the log; may be repeated")
    private @Nullable List<String> ids;

    @Option(names = "--users", paramLabel = "FILE", description = "text file of users, an id on each line")
    private @Nullable Path file;

    @Option(names = "--all", description = "all users that the model knows")
    private boolean all;

    /**
     * Checks that the users are given in one way.
     *
     * @throws InvalidInputException if not
     */
    void check() {
        int ways = (ids == null ? 0 : 1) + (file == null ? 0 : 1) + (all ? 1 : 0);
        if (ways != 1) {
            throw new InvalidInputException((ways == 0 ? "no user is named" : "users are named in more than one way")
                    + "; give --user ID, --users FILE or --all");
        }
        if (ids != null && ids.stream().anyMatch(String::isBlank)) {
            throw new InvalidInputException("a --user is empty; give an id of the log");
        }
        if (file != null && !Files.isRegularFile(file)) {
            throw new InvalidInputException("--users " + file + " is not a file; name a text file with an id on each line");
        }
    }

    /** Refuses a file in which nobody is named, which would be an empty table. */
    private static void requireSome(Path file) {
        try (Stream<String> lines = lines(file)) {
            if (lines.findFirst().isEmpty()) {
                throw new InvalidInputException("--users " + file + " holds no id; write an id on each line");
            }
        } catch (UncheckedIOException e) {
            throw unreadable(file, Objects.requireNonNull(e.getCause()));
        }
    }

    /**
     * Refuses to write over the file of users.
     *
     * @throws InvalidInputException if that is the file
     */
    void requireOther(Path out) {
        if (file != null) {
            LogSource.requireOther(out, file);
        }
    }

    /** The ids in their order, one by one; close it. */
    Stream<String> ids(Vocabulary known) {
        if (all) {
            return IntStream.range(0, known.size()).mapToObj(known::id);
        }
        if (ids != null) {
            return ids.stream();
        }
        if (file == null) {
            throw new IllegalStateException("no users");
        }
        requireSome(file);
        return lines(file);
    }

    private static Stream<String> lines(Path file) {
        try {
            BufferedReader reader = Files.newBufferedReader(file);
            return reader.lines().filter(line -> !line.isBlank()).onClose(() -> close(reader));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void close(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the next id, or says in a sentence why it cannot. */
    @Nullable String next(Iterator<String> remaining) {
        try {
            return remaining.hasNext() ? remaining.next() : null;
        } catch (UncheckedIOException e) {
            throw unreadable(file, Objects.requireNonNull(e.getCause()));
        }
    }

    private static InvalidInputException unreadable(@Nullable Path file, IOException e) {
        return new InvalidInputException(e instanceof CharacterCodingException
                ? "--users " + file + " is not text in UTF-8; save it as UTF-8, an id on each line"
                : "--users " + file + " cannot be read: " + FileFault.reason(e), e);
    }
}
