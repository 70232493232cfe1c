package dev.obverse.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Enumeration;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Puts DuckDB's native library beside its jar, and leaves it out of the jar. The driver unpacks the library that it finds in its jar, of more
 * than 70 MB, into the temporary directory at every start; where there is none, it loads the file beside the jar, under the name that the entry had.
 * The launcher runs this after a build and tries the result; it is no verb.
 */
final class DriverLibrary {
    private static final String PREFIX = "libduckdb_java.so_";

    private DriverLibrary() {}

    /** Changes the jar in the folder named; leaves it alone where it has no library for this machine. */
    public static void main(String[] args) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(args[0]), "duckdb_jdbc-*.jar")) {
            for (Path jar : jars) {
                putBeside(jar, nameFor(System.getProperty("os.name"), System.getProperty("os.arch")));
            }
        }
    }

    /** The driver's name of the library for a system and a processor, as Java calls them. */
    static String nameFor(String system, String processor) {
        String os = system.toLowerCase(Locale.ROOT);
        String arch = processor.toLowerCase(Locale.ROOT);
        return PREFIX + (os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "macos" : os) + "_"
                + switch (arch) {
                    case "x86_64" -> "amd64";
                    case "aarch64" -> "arm64";
                    default -> arch;
                };
    }

    /** The library first, so that at no time there is neither. */
    static void putBeside(Path jar, String library) throws IOException {
        Path lean = jar.resolveSibling(jar.getFileName() + ".lean");
        try (JarFile full = new JarFile(jar.toFile())) {
            JarEntry entry = full.getJarEntry(library);
            if (entry == null) {
                return;
            }
            Path unpacked = jar.resolveSibling(library + ".part");
            try (InputStream in = full.getInputStream(entry)) {
                Files.copy(in, unpacked, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(unpacked, jar.resolveSibling(library), StandardCopyOption.ATOMIC_MOVE);
            FileTime time = Files.getLastModifiedTime(jar);
            copyWithoutLibraries(full, lean);
            Files.setLastModifiedTime(lean, time);
        }
        Files.move(lean, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copyWithoutLibraries(JarFile full, Path lean) throws IOException {
        try (OutputStream file = Files.newOutputStream(lean);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Enumeration<JarEntry> entries = full.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (!entry.getName().startsWith(PREFIX)) {
                    JarEntry copy = new JarEntry(entry.getName());
                    copy.setTime(entry.getTime());
                    out.putNextEntry(copy);
                    try (InputStream in = full.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                    out.closeEntry();
                }
            }
        }
    }
}
