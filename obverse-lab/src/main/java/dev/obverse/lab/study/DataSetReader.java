package dev.obverse.lab.study;

import dev.obverse.core.InvalidInputException;
import dev.obverse.data.LabelRule;
import dev.obverse.data.LogRequest;
import dev.obverse.data.LogSource;
import dev.obverse.data.OnConflict;
import dev.obverse.data.Split;
import dev.obverse.data.simulate.Options;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads an entry of {@code data}, and words it as options of the command line. */
final class DataSetReader {
    private static final List<String> KEYS = List.of("name", "files", "simulate", "valid", "test", "columns", "user", "item", "time",
            "delimiter", "positive", "negative", "split", "on-conflict", "allow-overlap", "data-seed", "catalogue");
    private static final List<String> SIMULATION = List.of("users", "videos", "views", "seed", "like-rate", "dislike-rate");

    private final YamlNode node;
    private final Path folder;
    private final List<String> options = new ArrayList<>();

    private DataSetReader(YamlNode node, Path folder) {
        this.node = node.withKeys(KEYS);
        this.folder = folder;
    }

    static DataSet read(YamlNode node, Path folder) {
        return new DataSetReader(node, folder).read();
    }

    private DataSet read() {
        String name = node.need("name").text();
        if (!name.matches("[A-Za-z0-9_.-]+")) {
            throw node.wrong("the name '" + YamlNode.brief(name) + "' may have letters, digits, '_', '.' and '-' only");
        }
        YamlNode simulate = node.get("simulate");
        if ((node.get("files") == null) == (simulate == null)) {
            throw node.wrong("give either 'files' or 'simulate'");
        }
        LogSource source = source(simulate == null ? files("files", "--data") : simulatedFile(name));
        List<String> valid = files("valid", "--valid");
        List<String> test = files("test", "--test");
        LabelRule rule = at(node, () -> new LabelRule(
                predicate("positive", simulate == null ? null : "is_like = 1"),
                predicate("negative", simulate == null ? null : "is_dislike = 1")));
        Split split = optional("split", Split.DEFAULT, Split::parse);
        OnConflict conflict = optional("on-conflict", OnConflict.REFUSE, OnConflict::of);
        YamlNode seed = node.get("data-seed");
        return new DataSet(name, new LogRequest(source, valid, test, rule, split, 1, 1, conflict, overlap(), catalogue()),
                simulate == null ? null : simulated(simulate), seed == null ? null : Long.valueOf(seed.whole()), options);
    }

    private List<String> simulatedFile(String name) {
        options.addAll(List.of("--data", name + ".csv"));
        return List.of(name + ".csv");
    }

    private LogSource source(List<String> data) {
        YamlNode given = node.get("columns");
        List<String> columns = given == null ? List.of() : given.texts();
        if (!columns.isEmpty()) {
            options.addAll(List.of("--columns", String.join(",", columns)));
        }
        return at(node, () ->
                new LogSource(data, columns, option("user"), option("item"), option("time"), option("delimiter")));
    }

    private static Options simulated(YamlNode node) {
        node.withKeys(SIMULATION);
        YamlNode seed = node.get("seed");
        YamlNode likes = node.get("like-rate");
        YamlNode dislikes = node.get("dislike-rate");
        return at(node, () -> {
            Options plain = Options.of(node.need("users").whole(1, Integer.MAX_VALUE), node.need("videos").whole(1, Integer.MAX_VALUE),
                    node.need("views").whole(), seed == null ? 1 : seed.whole());
            return new Options(plain.users(), plain.videos(), plain.views(), plain.seed(),
                    likes == null ? plain.likeRate() : likes.number(), dislikes == null ? plain.dislikeRate() : dislikes.number());
        });
    }

    /** Files are named from the folder of the study. */
    private List<String> files(String key, String option) {
        YamlNode given = node.get(key);
        List<String> files = new ArrayList<>();
        for (YamlNode one : given == null ? List.<YamlNode>of() : given.filled()) {
            String file = path(one);
            if (!file.matches(".*[*?\\[{].*") && !Files.exists(Path.of(file))) {
                throw one.wrong("there is no file " + YamlNode.brief(file));
            }
            files.add(file);
            options.addAll(List.of(option, file));
        }
        return files;
    }

    private String path(YamlNode one) {
        try {
            return folder.resolve(one.text()).normalize().toString();
        } catch (InvalidPathException e) {
            throw new InvalidInputException(one.where() + ": '" + YamlNode.brief(one.text()) + "' is no path: " + e.getReason(), e);
        }
    }

    private @Nullable String option(String key) {
        YamlNode given = node.get(key);
        if (given == null) {
            return null;
        }
        options.addAll(List.of("--" + key, given.text()));
        return given.text();
    }

    private String predicate(String key, @Nullable String otherwise) {
        YamlNode given = otherwise == null ? node.need(key) : node.get(key);
        String predicate = given != null ? given.text() : String.valueOf(otherwise);
        options.addAll(List.of("--" + key, predicate));
        return predicate;
    }

    private <T> T optional(String key, T otherwise, Function<String, T> parse) {
        String given = option(key);
        return given == null ? otherwise : at(node.need(key), () -> parse.apply(given));
    }

    private boolean overlap() {
        YamlNode given = node.get("allow-overlap");
        boolean allowed = given != null && given.yes();
        if (allowed) {
            options.add("--allow-overlap");
        }
        return allowed;
    }

    private @Nullable Path catalogue() {
        List<String> file = files("catalogue", "--catalogue");
        return file.isEmpty() ? null : Path.of(file.get(0));
    }

    /** Says where a refusal comes from. */
    private static <T> T at(YamlNode place, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidInputException e) {
            String sentence = String.valueOf(e.getMessage());
            throw sentence.startsWith(place.where()) ? e : new InvalidInputException(place.where() + ": " + sentence, e);
        }
    }
}
