package dev.obverse.cli;

import dev.obverse.core.model.FileFault;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers why it could not be written, which a {@link PrintWriter} and {@link System#out} do not. */
final class StandardOutput extends OutputStream {
    private static final int KIND = 0xF000;
    private static final int PIPE = 0x1000;
    private static final int SOCKET = 0xC000;

    private final OutputStream target;
    private final boolean pipe;
    private @Nullable IOException failure;

    /**
     * Writes into a stream.
     *
     * @param pipe whether somebody reads it, who may have read enough (as {@code head} has)
     */
    StandardOutput(OutputStream target, boolean pipe) {
        this.target = target;
        this.pipe = pipe;
    }

    static StandardOutput ofProcess() {
        return new StandardOutput(new FileOutputStream(FileDescriptor.out), isPipe());
    }

    /** What the system says of a write into a pipe without a reader is in the language of the machine, so it cannot be told by that. */
    private static boolean isPipe() {
        try {
            int kind = (int) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & KIND;
            return kind == PIPE || kind == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns a writer whose every line gets out at once. */
    PrintWriter writer() {
        return new PrintWriter(new OutputStreamWriter(this, Charset.defaultCharset()), true);
    }

    /** Returns why something could not be written, or null if all was, or nobody reads on. */
    @Nullable String fault() {
        return failure == null || pipe ? null : FileFault.reason(failure);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            target.write(bytes, from, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
