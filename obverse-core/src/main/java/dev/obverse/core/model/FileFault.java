package dev.obverse.core.model;

import dev.obverse.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says why a file could not be used, as the end of a sentence that has named the file. */
public final class FileFault {
    private static final int LONGEST = 300;

    private FileFault() {}

    /** What is wrong, where it quotes the content of a file: on one line and not without end. */
    static String shown(RuntimeException fault) {
        return InvalidInputException.shown(String.valueOf(fault.getMessage()), LONGEST);
    }

    /** The exceptions of file systems name a file, not the fault; this names the fault. */
    public static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission is denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file is in its place";
        }
        String message = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
