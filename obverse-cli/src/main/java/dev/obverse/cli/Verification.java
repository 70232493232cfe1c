package dev.obverse.cli;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.data.FileHash;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether the files of a run are those that it was made of and made. The model's own checksum was checked when it was read; the data is
 * compared with the hashes that the model holds.
 *
 * @param files what was found of each file, in order
 */
record Verification(List<Finding> files) {
    /**
     * What was found of a file.
     *
     * @param file its name
     * @param sha256 its hash, null where there is no such file
     * @param fault one sentence, null where it is as recorded
     */
    record Finding(String file, @Nullable String sha256, @Nullable String fault) {}

    Verification {
        files = List.copyOf(files);
    }

    /**
     * Looks at the files.
     *
     * @param data paths or globs; none for those that {@code config.yaml} beside the model names
     * @throws InvalidInputException if no data is named anywhere, or the model holds no hashes
     */
    static Verification of(Path model, ModelFile.Stored stored, List<String> data) {
        Map<String, String> recorded = recorded(model, stored.recommender());
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding(String.valueOf(model.getFileName()), stored.sha256(), null));
        Map<String, String> missing = new TreeMap<>(recorded);
        for (String name : data.isEmpty() ? named(model) : data) {
            for (FileHash hash : hashes(name, recorded, findings)) {
                String expected = recorded.get(hash.name());
                missing.remove(hash.name());
                findings.add(new Finding(hash.name(), hash.sha256(), expected == null ? hash.name() + " is not a file that the model was trained on"
                        : expected.equals(hash.sha256()) ? null
                        : hash.name() + " is not as it was when the model was trained: its SHA-256 is " + hash.sha256() + ", not " + expected));
            }
        }
        missing.forEach((name, hash) -> {
            if (findings.stream().noneMatch(finding -> finding.file().equals(name))) {
                findings.add(new Finding(name, null, name + " was trained on but is not among the files that were named"));
            }
        });
        return new Verification(findings);
    }

    private static Map<String, String> recorded(Path model, Recommender recommender) {
        Map<String, String> hashes = new TreeMap<>();
        Object parsed;
        try {
            parsed = Json.parse(recommender.provenance().getOrDefault("data", "{}"));
        } catch (tools.jackson.core.JacksonException e) {
            throw new InvalidInputException("the hashes that " + model + " records are not JSON; train the model again", e);
        }
        if (parsed instanceof Map<?, ?> map) {
            map.forEach((name, hash) -> hashes.put(String.valueOf(name), String.valueOf(hash)));
        }
        if (hashes.isEmpty()) {
            throw new InvalidInputException(model + " records no data, so there is nothing to verify it against");
        }
        return hashes;
    }

    private static List<FileHash> hashes(String name, Map<String, String> recorded, List<Finding> findings) {
        try {
            return FileHash.of(name, recorded.keySet());
        } catch (InvalidInputException e) {
            findings.add(new Finding(String.valueOf(Path.of(name).getFileName()), null, String.valueOf(e.getMessage())));
            return List.of();
        }
    }

    private static List<String> named(Path model) {
        Path config = model.resolveSibling("config.yaml");
        if (!Files.exists(config)) {
            throw new InvalidInputException("there is no config.yaml beside " + model + " to say what it was trained on: name the files with --data");
        }
        return RunConfig.read(config).dataOrNothing().named();
    }

    /** Prints one line for each file and returns the exit code. */
    int print(PrintWriter out, boolean json) {
        boolean whole = files.stream().allMatch(finding -> finding.fault() == null);
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("verified", whole);
            all.put("files", files);
            out.print(Json.pretty(all));
        } else {
            files.forEach(finding -> out.println(finding.fault() == null ? finding.file() + ": as recorded" : finding.fault()));
        }
        out.flush();
        return whole ? 0 : 1;
    }
}
