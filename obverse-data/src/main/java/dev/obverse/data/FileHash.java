package dev.obverse.data;

import java.util.List;

/**
 * What a file held when it was read.
 *
 * @param name the file's name without its folder
 * @param sha256 SHA-256 of its bytes, 64 hexadecimal digits
 */
public record FileHash(String name, String sha256) {
    /**
     * Reads the files that a path or glob names and returns their hashes, in the order of their names.
     *
     * @throws dev.obverse.core.InvalidInputException if there is none, or one cannot be read
     */
    public static List<FileHash> of(String pathOrGlob) {
        return Inputs.of(LogSource.of(pathOrGlob)).stream().map(InputFile::hash).toList();
    }
}
