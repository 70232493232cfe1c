package dev.obverse.cli;

import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.model.Recommender;
import dev.obverse.core.rank.Preference;
import dev.obverse.data.FileHash;
import dev.obverse.data.LabelRule;
import dev.obverse.data.LabelledLog;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a model file records of its origin: all that decided its bytes, and nothing of clock, host, path, threads or duration. */
final class Provenance {
    private Provenance() {}

    private static final String POSITIVE = "rule.positive";
    private static final String NEGATIVE = "rule.negative";
    private static final String FROM = "from";

    static Map<String, String> of(LabelledLog log, RunReport report, Preference preference, Kernels kernels, StartModel.@Nullable Spec start) {
        Map<String, String> provenance = new LinkedHashMap<>();
        if (start != null) {
            provenance.put(FROM, start.checksum());
        }
        provenance.put(POSITIVE, log.census().rule().positive());
        provenance.put(NEGATIVE, log.census().rule().negative());
        provenance.put("census", Json.line(log.census().toMap()));
        provenance.put("data", hashes(log));
        provenance.put("java", Integer.toString(Runtime.version().feature()));
        provenance.put("kernels", kernels.name());
        provenance.put("metrics", Json.line(report.results()));
        provenance.put("version", Main.Version.text());
        provenance.put(Preference.KEY, preference.weighting().key());
        return provenance;
    }

    /** The label rule of a model, or null if it is not recorded. */
    static @Nullable LabelRule rule(Recommender recommender) {
        String positive = recommender.provenance().get(POSITIVE);
        String negative = recommender.provenance().get(NEGATIVE);
        return positive == null || negative == null ? null : new LabelRule(positive, negative);
    }

    /** What a run must have in common with its checkpoint to go on from it to the same bits. */
    static Map<String, String> ofRun(TrainingConfig config, LabelledLog log, Kernels kernels, StartModel.@Nullable Spec start) {
        return Map.of("start model", start == null ? "" : start.checksum(), "settings", Json.line(config.toMap()), "data", hashes(log), "kernels", kernels.name(),
                "java", Integer.toString(Runtime.version().feature()), "version", Main.Version.text());
    }

    private static String hashes(LabelledLog log) {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (FileHash hash : log.hashes()) {
            hashes.put(hash.name(), hash.sha256());
        }
        return Json.line(hashes);
    }
}
