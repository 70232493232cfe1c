package dev.obverse.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power may fail at any moment: the order in which things reach the disk decides what is found afterwards. */
class AtomicFileTest {
    @TempDir
    private Path folder;

    /** Writes down what it does, with what the target held by then. */
    private final class Recording implements AtomicFile.Disk {
        private final List<String> events = new ArrayList<>();

        @Override
        public void force(Path path, FileChannel opened) throws IOException {
            events.add("force " + (path.equals(folder) ? "the folder" : Files.readString(path)) + ", target " + content());
            AtomicFile.Disk.super.force(path, opened);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            assertThat(from.getParent()).as("a rename is atomic within a folder only").isEqualTo(to.getParent());
            events.add("move " + Files.readString(from));
            AtomicFile.Disk.super.move(from, to);
        }

        private String content() throws IOException {
            return Files.readString(folder.resolve("target"));
        }
    }

    @Test
    void theFileAndThenTheFolderAreOnDiskAroundTheRename() throws IOException {
        Recording disk = new Recording();
        Files.writeString(folder.resolve("target"), "old");
        AtomicFile.write(folder.resolve("target"), file -> file.write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'})), disk);
        assertThat(disk.events).containsExactly("force new, target old", "move new", "force the folder, target new");
        assertThat(files()).containsExactly("target");
    }

    /** As when the disk is full or gone: what cannot be brought to it must not take the place of what is there. */
    @Test
    void aFileThatCannotBeBroughtToTheDiskDoesNotReplaceTheOldOne() throws IOException {
        Files.writeString(folder.resolve("target"), "old");
        AtomicFile.Disk broken = new AtomicFile.Disk() {
            @Override
            public void force(Path path, FileChannel opened) throws IOException {
                throw new IOException("Input/output error");
            }
        };
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("target"), file -> file.write(ByteBuffer.allocate(3)), broken))
                .isInstanceOf(IOException.class).hasMessageContaining("target could not be written").hasMessageContaining("Input/output error");
        assertThat(folder.resolve("target")).hasContent("old");
        assertThat(files()).containsExactly("target");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
