package dev.obverse.serve.feedback;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file that rows are appended to. Its end is where the last whole group of rows ended: what a failed write left behind is cut, at once or, if
 * that fails too, before the next one. A flush that failed is never repeated, for the system may have forgotten what it could not write; the
 * rows are cut, and those of the next group are written anew.
 */
final class LogFile implements AutoCloseable {
    private final FileChannel channel;
    private long length;
    private boolean cut = true;

    LogFile(Path path, long length) throws IOException {
        this.channel = FileChannel.open(path, StandardOpenOption.WRITE);
        this.length = length;
    }

    long length() {
        return length;
    }

    /**
     * Appends bytes and returns when they are on disk.
     *
     * @throws IOException if they are not; then the file is as it was, or will be before anything else is written
     */
    void append(ByteBuffer bytes) throws IOException {
        try {
            if (!cut) {
                channel.truncate(length);
            }
            cut = false;
            long end = length;
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
            channel.force(false);
            length = end;
            cut = true;
        } catch (IOException e) {
            cutNow(e);
            throw e;
        }
    }

    private void cutNow(IOException reason) {
        try {
            channel.truncate(length);
            cut = true;
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
