package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.AtomicFile;
import dev.obverse.core.model.FileFault;
import dev.obverse.core.model.HeldFile;
import dev.obverse.core.train.EpochRecord;
import dev.obverse.lab.result.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code config.yaml}, {@code census.json}, {@code history.jsonl}, {@code metrics.json} and
 * {@code model.safetensors}, {@code checkpoints/}. A run is finished when it has model and metrics, which are written last; an unfinished one of
 * the same config goes on from its checkpoint.
 */
record RunDirectory(Path path) {
    Path model() {
        return path.resolve("model.safetensors");
    }

    Path checkpoint() {
        return path.resolve("checkpoints").resolve("last.safetensors");
    }

    private Path metrics() {
        return path.resolve("metrics.json");
    }

    Path config() {
        return path.resolve("config.yaml");
    }

    private Path census() {
        return path.resolve("census.json");
    }

    private Path lock() {
        return checkpoint().resolveSibling(".lock");
    }

    private Path history() {
        return path.resolve("history.jsonl");
    }

    /**
     * Checks that the run may use the folder, before any work.
     *
     * @throws InvalidInputException if it is a file, or holds anything but an unfinished run of the same config, or one that never came to train
     */
    void check(RunConfig config) {
        requireFolder(path);
        if (isEmpty()) {
            return;
        }
        if (Files.exists(model()) && Files.exists(metrics())) {
            throw new InvalidInputException("--out " + path + " holds a finished run; name another folder, or remove that one");
        }
        if (!isOf(config) && !isUntrained()) {
            throw new InvalidInputException("--out " + path + " is not empty and not an unfinished run of this config; name another folder");
        }
    }

    private boolean isEmpty() {
        if (!Files.exists(path)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.allMatch(AtomicFile::isLeftover);
        } catch (IOException e) {
            throw new InvalidInputException("--out " + path + " cannot be looked into; name another folder", e);
        }
    }

    /** Whether it holds no more than what a run leaves that was refused before its first epoch, or stopped in it: nothing is lost with that. */
    private boolean isUntrained() {
        Path checkpoints = checkpoint().resolveSibling("");
        // Only a run makes this folder: a config alone may be one that somebody wrote.
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path); Stream<Path> kept = Files.list(checkpoints)) {
            return entries.allMatch(this::isOfBeginning) && kept.allMatch(file -> file.equals(lock()) || AtomicFile.isLeftover(file));
        } catch (IOException e) {
            throw new InvalidInputException("--out " + path + " cannot be looked into; name another folder", e);
        }
    }

    private boolean isOfBeginning(Path entry) {
        return Stream.of(config(), census(), checkpoint().resolveSibling("")).anyMatch(entry::equals)
                || (entry.equals(history()) && history().toFile().length() == 0) || AtomicFile.isLeftover(entry);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidInputException("the file " + file + " cannot be read as text; name another --out, or remove that one", e);
        }
    }

    /**
     * Refuses an --out that is no folder and cannot become one: whoever trains for an hour must not learn after it that there is no place for the
     * model.
     */
    static void requireFolder(Path out) {
        if (out.toString().isEmpty()) {
            throw new InvalidInputException("--out is empty; name a folder");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new InvalidInputException("--out " + out + " is a file; name a folder that is empty or not there");
        }
        Path there = out.toAbsolutePath().normalize();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
            throw new InvalidInputException("--out " + out + " cannot be made: " + there
                    + (there == null || Files.isDirectory(there) ? " cannot be written" : " is a file") + "; name another folder");
        }
    }

    /**
     * Makes the folder, keeps other processes from it and writes the config; half-written files of a run that was killed go.
     *
     * @return to be closed when the run is over
     * @throws InvalidInputException if it cannot be written, another process is training into it, or has finished the run meanwhile
     */
    HeldFile begin(RunConfig config) {
        try {
            Files.createDirectories(checkpoint().resolveSibling(""));
            HeldFile lock = HeldFile.take(lock());
            if (lock == null) {
                throw new InvalidInputException("another process is training into " + path + "; wait for it, or name another folder");
            }
            try {
                // Whoever had it until now may have finished the run.
                check(config);
                // Only now: until here the config may have been that of a run that goes on.
                claim(config);
                AtomicFile.removeLeftovers(path);
                AtomicFile.removeLeftovers(checkpoint().resolveSibling(""));
                return lock;
            } catch (IOException | InvalidInputException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new InvalidInputException("the folder " + path + " cannot be written: " + FileFault.reason(e), e);
        }
    }

    /** Makes the folder and writes the config: what makes the folder one that the same command may go on in. */
    void claim(RunConfig config) {
        try {
            Files.createDirectories(path);
            if (!isOf(config)) {
                config.write(config());
            }
            Files.createDirectories(checkpoint().resolveSibling(""));
        } catch (IOException e) {
            throw new InvalidInputException("the folder " + path + " cannot be written: " + FileFault.reason(e), e);
        }
    }

    /** Whether a run has begun in it. */
    boolean isBegun() {
        return Files.exists(config());
    }

    /** Whether it is the folder of any run, finished or not; a config alone may be one that somebody wrote. */
    boolean isOfARun() {
        return Files.exists(model()) || (isBegun() && Files.exists(census()));
    }

    /** Whether it holds a run of this config, finished or not. */
    boolean isOf(RunConfig config) {
        return isBegun() && config.yaml().equals(text(config()));
    }

    /** Removes an earlier run, if there is one; files that are none of a run's stay. */
    void clear() {
        try {
            for (Path file : List.of(metrics(), model(), checkpoint(), history(), census(), config())) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new InvalidInputException("the run in " + path + " cannot be removed: " + FileFault.reason(e), e);
        }
    }

    /** Writes the metrics, which finishes the run. */
    void finish(Object metrics) {
        write(metrics().getFileName().toString(), metrics);
    }

    /** Writes a JSON file whole. */
    void write(String name, Object value) {
        WholeFile.write(path.resolve(name), Json.pretty(value).getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the history that of these epochs. */
    void setHistory(List<EpochRecord> epochs) {
        StringBuilder lines = new StringBuilder();
        epochs.forEach(epoch -> lines.append(line(epoch)));
        WholeFile.write(history(), lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String line(EpochRecord epoch) {
        return Json.line(Json.epoch(epoch)) + "\n";
    }

    /** Adds an epoch to the history. */
    void addHistory(EpochRecord epoch) {
        try {
            Files.writeString(history(), line(epoch), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new InvalidInputException("the file " + history() + " cannot be written: " + FileFault.reason(e), e);
        }
    }
}
