package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.config.Nearest;
import dev.obverse.core.model.FileFault;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Finds the files that paths and globs name. */
final class Inputs {
    private static final Pattern GLOB = Pattern.compile(".*[*?\\[{].*", Pattern.DOTALL);
    private static final int DEEPEST = 16;

    private Inputs() {}

    /** Returns the files of a source, in the order of their names; a file that two patterns name is read once. */
    static List<InputFile> of(LogSource source) {
        return source.paths().stream()
                .flatMap(path -> expand(path).stream())
                .map(path -> path.toAbsolutePath().normalize())
                .distinct()
                .sorted(Comparator.comparing(Path::toString))
                .map(InputFile::open)
                .toList();
    }

    private static List<Path> expand(String name) {
        try {
            if (!GLOB.matcher(name).matches() || Files.exists(Path.of(name))) {
                return List.of(checked(Path.of(name)));
            }
            List<Path> found = glob(name);
            if (found.isEmpty()) {
                throw new InvalidInputException("no file matches " + name);
            }
            return found;
        } catch (InvalidPathException e) {
            throw new InvalidInputException("'" + name + "' is not a path: " + e.getReason(), e);
        } catch (IOException e) {
            throw new InvalidInputException("the folder of " + name + " cannot be listed: " + FileFault.reason(e), e);
        }
    }

    private static List<Path> glob(String pattern) throws IOException {
        int firstMark = 0;
        while ("*?[{".indexOf(pattern.charAt(firstMark)) < 0) {
            firstMark++;
        }
        int slash = pattern.lastIndexOf('/', firstMark);
        Path root = Path.of(slash < 0 ? "" : pattern.substring(0, slash + 1));
        if (!Files.isDirectory(root)) {
            throw new InvalidInputException("no file matches " + pattern + ": there is no folder " + root);
        }
        int depth = pattern.contains("**") ? DEEPEST : (int) pattern.substring(slash + 1).chars().filter(c -> c == '/').count() + 1;
        List<PathMatcher> matchers = matchers(pattern.substring(slash + 1));
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && matchers.stream().anyMatch(matcher -> matcher.matches(root.relativize(path)))) {
                    found.add(path);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
                if (e instanceof FileSystemLoopException) {
                    // A link to a folder above it leads to nothing new.
                    return FileVisitResult.CONTINUE;
                }
                throw new InvalidInputException("looking for " + pattern + ", " + path + " cannot be read: " + FileFault.reason(e), e);
            }
        });
        return found;
    }

    /** As in a shell, two stars and a slash also stand for no folder at all. */
    private static List<PathMatcher> matchers(String pattern) {
        try {
            return Stream.of(pattern, pattern.replaceAll("(^|/)\\*\\*/", "$1")).distinct()
                    .map(one -> FileSystems.getDefault().getPathMatcher("glob:" + one)).toList();
        } catch (PatternSyntaxException e) {
            throw new InvalidInputException("'" + pattern + "' is no pattern of file names (" + e.getDescription()
                    + "); correct it, or name the files themselves", e);
        }
    }

    private static Path checked(Path path) {
        if (Files.isDirectory(path)) {
            throw new InvalidInputException(path + " is a directory; name its files, for example '" + path + "/*.csv'");
        }
        if (!Files.exists(path)) {
            throw new InvalidInputException("there is no file " + path + near(path));
        }
        if (!Files.isRegularFile(path)) {
            throw new InvalidInputException(path + " is not a regular file; it is read more than once, so write it to a file first");
        }
        return path;
    }

    /** Names files of the same folder that the caller may have meant. */
    private static String near(Path missing) {
        Path folder = missing.toAbsolutePath().normalize().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "; there is no folder " + folder + " either";
        }
        String wanted = String.valueOf(missing.getFileName());
        List<String> near = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            paths.filter(Files::isRegularFile)
                    .map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> Nearest.distance(name.toLowerCase(Locale.ROOT), wanted.toLowerCase(Locale.ROOT)) <= 3
                            || name.startsWith(wanted + ".") || wanted.startsWith(name + "."))
                    .sorted().limit(3).forEach(near::add);
        } catch (IOException e) {
            return "";
        }
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }
}
