package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.FileFault;
import dev.obverse.core.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One file of a log, with its format.
 *
 * @param path absolute path
 * @param format how its rows are written
 * @param gzip whether it is gzip around that format
 */
record InputFile(Path path, Format format, boolean gzip) {
    /** The three ways in which a log may be written. */
    enum Format {
        DELIMITED,
        JSON_LINES,
        PARQUET
    }

    /** Looks at the first bytes and the name of a file. */
    static InputFile open(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (!LogSource.isPlain(path)) {
            throw new InvalidInputException("the path " + path + " holds one of the characters * ? [ ; rename it");
        }
        byte[] magic = firstBytes(path);
        if (magic.length == 0) {
            throw new InvalidInputException(path.getFileName() + " is empty");
        }
        boolean gzip = magic.length > 1 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
        boolean parquet = magic.length == 4 && magic[0] == 'P' && magic[1] == 'A' && magic[2] == 'R' && magic[3] == '1';
        if (parquet || name.endsWith(".parquet")) {
            return new InputFile(path, Format.PARQUET, false);
        }
        boolean json = name.matches(".*\\.(json|jsonl|ndjson)(\\.gz)?");
        return new InputFile(path, json ? Format.JSON_LINES : Format.DELIMITED, gzip);
    }

    /** Returns the name without its folder: what sentences call the file. */
    String name() {
        return String.valueOf(path.getFileName());
    }

    /** Reads the whole file and returns its hash, 64 hexadecimal digits. */
    String sha256() {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = Sha256.digest();
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new InvalidInputException(path + " cannot be read: " + FileFault.reason(e), e);
        }
    }

    private static byte[] firstBytes(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(4);
        } catch (IOException e) {
            throw new InvalidInputException(path + " cannot be read: " + FileFault.reason(e), e);
        }
    }
}
