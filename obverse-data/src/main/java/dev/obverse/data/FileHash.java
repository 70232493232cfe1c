package dev.obverse.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a file held when it was read.
 *
 * @param name the file's name without its folder; where several files of a log have one name, with as much of their folders as tells them
 *     apart, {@code monday/log.csv}
 * @param sha256 SHA-256 of its bytes, 64 hexadecimal digits
 */
public record FileHash(String name, String sha256) {
    /**
     * Reads the files that a path or glob names and returns their hashes, in the order of their paths, under the names that they were recorded
     * with: each has the longest of these names that its path ends with, or its own where it ends with none.
     *
     * @param recorded names of hashes, as {@link LabelledLog#hashes} gave them
     * @throws dev.obverse.core.InvalidInputException if there is none, or one cannot be read
     */
    public static List<FileHash> of(String pathOrGlob, Collection<String> recorded) {
        return Inputs.of(LogSource.of(pathOrGlob)).stream().map(file -> new FileHash(recordedName(file, recorded), file.sha256())).toList();
    }

    /** Reads files and returns their hashes in this order, each file once. */
    static List<FileHash> ofAll(List<InputFile> files) {
        List<InputFile> each = files.stream().distinct().toList();
        Map<String, List<InputFile>> namesakes = each.stream().collect(Collectors.groupingBy(InputFile::name));
        List<FileHash> hashes = new ArrayList<>();
        for (InputFile file : each) {
            hashes.add(new FileHash(nameAmong(file, namesakes.getOrDefault(file.name(), List.of())), file.sha256()));
        }
        return hashes;
    }

    private static String recordedName(InputFile file, Collection<String> recorded) {
        return recorded.stream()
                .filter(name -> name.equals(ending(file.path(), name.split("/", -1).length)))
                .max(Comparator.comparingInt(String::length)).orElse(file.name());
    }

    /** Folders above those that tell the files apart are left out: the model must not depend on where its log lay. */
    private static String nameAmong(InputFile file, List<InputFile> namesakes) {
        int parts = 1;
        while (parts < file.path().getNameCount() && !areApart(namesakes, parts)) {
            parts++;
        }
        return ending(file.path(), parts);
    }

    private static boolean areApart(List<InputFile> files, int parts) {
        Set<String> seen = new HashSet<>();
        return files.stream().allMatch(file -> seen.add(ending(file.path(), parts)));
    }

    /** The last parts of a path, with the same separator on every system. */
    private static String ending(Path path, int parts) {
        int names = path.getNameCount();
        List<String> ending = new ArrayList<>();
        path.subpath(Math.max(0, names - parts), names).forEach(part -> ending.add(part.toString()));
        return String.join("/", ending);
    }
}
