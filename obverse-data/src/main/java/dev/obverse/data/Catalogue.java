package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The items that could have been shown, one id a line. A log names only items that somebody was shown; a pool of unexposed pairs that
 * is to stand for the whole shop has to know the others too.
 */
final class Catalogue {
    private Catalogue() {}

    /**
     * Reads the ids; blank lines and repeated ids do not count.
     *
     * @throws InvalidInputException if the file cannot be read, is not UTF-8, or names no item
     */
    static Vocabulary read(Path file) {
        Vocabulary.Builder ids = new Vocabulary.Builder();
        try (var lines = Files.lines(file)) {
            lines.map(String::strip).filter(line -> !line.isEmpty()).forEach(ids::add);
        } catch (IOException | UncheckedIOException e) {
            boolean malformed = e instanceof MalformedInputException || e.getCause() instanceof MalformedInputException;
            throw new InvalidInputException("the catalogue " + file + (malformed ? " is not UTF-8; convert it, for example with iconv"
                    : " cannot be read; --catalogue names a text file with one item id a line"), e);
        }
        Vocabulary catalogue = ids.build();
        if (catalogue.size() == 0) {
            throw new InvalidInputException("the catalogue " + file + " names no item; give one item id a line");
        }
        return catalogue;
    }

    /** Returns the items with those of the catalogue that they lack behind them. */
    static Vocabulary append(Vocabulary items, Vocabulary catalogue) {
        if (catalogue.size() == 0) {
            return items;
        }
        Vocabulary.Builder all = new Vocabulary.Builder(items);
        for (int item = 0; item < catalogue.size(); item++) {
            all.add(catalogue.id(item));
        }
        return all.build();
    }
}
