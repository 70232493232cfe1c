package dev.obverse.lab.run;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.AtomicFile;
import dev.obverse.core.model.FileFault;
import dev.obverse.core.model.HeldFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps a folder to one study at a time. The system lets go of it when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {
    private final HeldFile file;

    private FolderLock(HeldFile file) {
        this.file = file;
    }

    /**
     * Takes the folder, which is made if it is not there, and clears away what a killed study had half written.
     *
     * @throws InvalidInputException if it is a file, cannot be made or written, or another study has it
     */
    static FolderLock take(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new InvalidInputException("the output " + folder + " is a file; name a folder");
        }
        try {
            Files.createDirectories(folder.resolve("cells"));
            HeldFile file = HeldFile.take(folder.resolve(".lock"));
            if (file == null) {
                throw new InvalidInputException("another study is running into " + folder + "; wait for it or name another folder");
            }
            try {
                AtomicFile.removeLeftovers(folder.resolve("cells"));
                return new FolderLock(file);
            } catch (IOException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw new InvalidInputException("the folder " + folder + " cannot be written: " + FileFault.reason(e), e);
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
