package dev.obverse.serve.feedback;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.FileFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder {@code models} of a log: one folder for each attempt, {@code 000001} and so on, with the rows that it was given and its run. Those of
 * accepted models stay, up to a number; all others go.
 */
final class ModelFolder {
    private static final System.Logger LOG = System.getLogger(ModelFolder.class.getName());

    private final Path path;

    ModelFolder(Path log) {
        this.path = log.resolve("models");
    }

    Path path() {
        return path;
    }

    private Path folder(long number) {
        return path.resolve(String.format(Locale.ROOT, "%06d", number));
    }

    /** Returns the number of the newest folder, or 0. */
    long newest() {
        NavigableSet<Long> numbers = numbers();
        return numbers.isEmpty() ? 0 : numbers.last();
    }

    /** Makes the folder of an attempt, empty. */
    Path begin(long number) {
        Path folder = folder(number);
        remove(number);
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InvalidInputException("the folder " + folder + " cannot be made: " + FileFault.reason(e), e);
        }
    }

    /** Removes what is older than so many of the newest. */
    void keepNewest(int kept) {
        List<Long> newestFirst = List.copyOf(numbers().descendingSet());
        newestFirst.stream().skip(kept).forEach(this::remove);
    }

    /** Removes what attempts left behind that came after a number: the server was ended before they were. */
    void removeAfter(long number) {
        numbers().tailSet(number, false).forEach(this::remove);
    }

    /** Removes the folder of an attempt, if there is one. What cannot be removed stays, with a warning. */
    void remove(long number) {
        Path folder = folder(number);
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.WARNING, "the folder " + folder + " could not be removed: " + e.getMessage());
        }
    }

    private NavigableSet<Long> numbers() {
        NavigableSet<Long> numbers = new TreeSet<>();
        if (!Files.isDirectory(path)) {
            return numbers;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.matches("[0-9]{6,18}")) {
                    numbers.add(Long.parseLong(name));
                }
            }
        } catch (IOException e) {
            throw new InvalidInputException("the folder " + path + " cannot be listed: " + FileFault.reason(e), e);
        }
        return numbers;
    }
}
