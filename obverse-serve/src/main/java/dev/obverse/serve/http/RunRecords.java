package dev.obverse.serve.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the run that made a model has left beside it: {@code census.json}, {@code history.jsonl}, {@code metrics.json}. */
final class RunRecords {
    private static final System.Logger LOG = System.getLogger(RunRecords.class.getName());
    private static final long LONGEST = 16L << 20;

    private final Path folder;

    RunRecords(Path model) {
        this.folder = model.toAbsolutePath().resolveSibling("");
    }

    /** What is there; null for what is not, or is none of the run's making. */
    byte[] json() {
        Object census = object(text("census.json"));
        Object history = epochs(text("history.jsonl"));
        Object metrics = object(text("metrics.json"));
        return Json.write(json -> {
            json.writeStartObject();
            json.writePOJOProperty("census", census);
            json.writePOJOProperty("history", history);
            json.writePOJOProperty("metrics", metrics);
            json.writeEndObject();
        });
    }

    private @Nullable String text(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LONGEST ? Files.readString(file) : null;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, file + " cannot be read as text and is left out: " + e.getMessage());
            return null;
        }
    }

    private static @Nullable Object object(@Nullable String text) {
        return text != null && Json.recorded(text) instanceof Map<?, ?> map ? map : null;
    }

    private static @Nullable Object epochs(@Nullable String text) {
        if (text == null) {
            return null;
        }
        List<Object> epochs = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Object epoch = object(line);
            if (epoch != null) {
                epochs.add(epoch);
            }
        }
        return epochs;
    }
}
