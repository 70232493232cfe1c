package dev.obverse.data;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * Reads logs. Parsing, ids, duplicates and joins happen in DuckDB, outside the Java heap; what reaches the heap are nine bytes a row and
 * the vocabularies.
 *
 * <p>Every method throws {@link InvalidInputException}, with one sentence, for whatever is wrong with the files, the columns, the
 * predicates or the rows. A refusal that rests on counts has the census on the lines behind the sentence.
 */
public final class LogReader {
    private final Resources resources;

    /** Reads with {@link Resources#DEFAULT}. */
    public LogReader() {
        this(Resources.DEFAULT);
    }

    /** Reads within these limits. */
    public LogReader(Resources resources) {
        this.resources = resources;
    }

    /** Reads, labels, merges, splits and counts a log. */
    public LabelledLog read(LogRequest request) {
        return read(request, KnownIds.NONE);
    }

    /**
     * Does the same for a model that is to go on with the log: what it knows keeps its dense id, new ids come behind. In validation and test an
     * id is unknown if neither the model nor the training rows have it.
     */
    public LabelledLog read(LogRequest request, KnownIds start) {
        return read(request, start, size -> {});
    }

    /**
     * Does the same, and asks before the log comes into the Java heap whether there is room for it.
     *
     * @param room throws what is to be thrown if there is none
     */
    public LabelledLog read(LogRequest request, KnownIds start, Consumer<LogSize> room) {
        Map<String, List<InputFile>> files = new LinkedHashMap<>();
        files.put("data", Inputs.of(request.data()));
        addFiles(files, "valid", request.source(request.valid()));
        addFiles(files, "test", request.source(request.test()));
        List<InputFile> all = files.values().stream().flatMap(List::stream).toList();
        try (Database database = open(all)) {
            Labelling labelling = new Labelling(database, request.rule());
            boolean byTime = request.split() instanceof Split.ByTime;
            boolean latest = request.onConflict() == OnConflict.LATEST;
            Map<String, StagedRows> staged = new LinkedHashMap<>();
            files.forEach((name, list) -> {
                boolean needsTime = latest || (byTime && name.equals("data"));
                boolean hasTime = latest || name.equals("data");
                LogSource source = hasTime ? request.data() : request.data().withTime(null);
                staged.put(name, stage(database, name, list, source, labelling, needsTime));
            });
            StagedRows data = staged.values().iterator().next();
            List<String> warnings = checkTime(request, data, byTime);
            Dictionary users = Dictionary.of(database, "users", "k0", List.copyOf(staged.values()));
            Dictionary items = Dictionary.of(database, "items", "k1", List.copyOf(staged.values()));
            Map<String, PairTable> pairs = new LinkedHashMap<>();
            staged.forEach((name, rows) -> {
                String time = latest || (byTime && name.equals("data")) ? rows.time() : null;
                pairs.put(name, PairTable.of(database, name, rows, labelling, time, users, items, request.onConflict()));
                rows.drop();
            });
            List<InputFile> inputs = new ArrayList<>(all);
            if (request.catalogue() != null) {
                inputs.add(Inputs.of(LogSource.of(request.catalogue().toString())).get(0));
            }
            List<FileHash> hashes = FileHash.ofAll(inputs);
            room.accept(LogSize.of(Objects.requireNonNull(pairs.get("data")), request.split(), start));
            return new LogAssembly(request, pairs, users, items, start).assemble(hashes, warnings);
        }
    }

    /**
     * Reads labelled rows in the dense ids of a model that exists.
     *
     * @throws InvalidInputException also if no row has a label
     */
    public KnownLog readKnown(LogSource source, LabelRule rule, OnConflict onConflict, Vocabulary knownUsers, Vocabulary knownItems) {
        List<InputFile> files = Inputs.of(source);
        try (Database database = open(files)) {
            Labelling labelling = new Labelling(database, rule);
            boolean withTime = onConflict == OnConflict.LATEST;
            StagedRows rows = stage(database, "data", files, withTime ? source : source.withTime(null), labelling, withTime);
            Dictionary users = Dictionary.of(database, "users", "k0", List.of(rows));
            Dictionary items = Dictionary.of(database, "items", "k1", List.of(rows));
            PairTable pairs = PairTable.of(database, "data", rows, labelling, withTime ? rows.time() : null, users, items, onConflict);
            PartRows part = new PartRows(pairs.size());
            pairs.stream(null, null, false, chunk -> {
                DuckDBReadableVector user = chunk.vector(0);
                DuckDBReadableVector item = chunk.vector(1);
                DuckDBReadableVector label = chunk.vector(2);
                for (long row = 0; row < chunk.rowCount(); row++) {
                    part.add(user.getInt(row), item.getInt(row), label.getByte(row));
                }
            });
            long unknownItems = DenseIds.replace(part, new DenseIds(users.lookUp(knownUsers), knownUsers.size()),
                    new DenseIds(items.lookUp(knownItems), knownItems.size()));
            var interactions = part.interactions();
            if (interactions.count(Label.UNLABELED) == interactions.size()) {
                throw new InvalidInputException("--positive \"" + rule.positive() + "\" and --negative \"" + rule.negative()
                        + "\" match none of the " + rows.size() + " rows; there is nothing to evaluate");
            }
            PartCensus census = PartCensus.of(interactions, knownUsers.size(), knownItems.size(), unknownItems);
            return new KnownLog(interactions, pairs.census(), census, FileHash.ofAll(files));
        }
    }

    /**
     * Opens the rows of files, in order and without merging duplicates, to be scored or annotated.
     *
     * @param rule labels the rows; without one all are UNLABELED
     */
    public PairStream pairs(LogSource source, @Nullable LabelRule rule) {
        List<InputFile> files = Inputs.of(source);
        List<FileHash> hashes = FileHash.ofAll(files);
        Database database = open(files);
        try {
            Labelling labelling = rule == null ? null : new Labelling(database, rule);
            StagedRows rows = stage(database, "data", files, source.withTime(null), labelling, false);
            return PairStream.open(database, rows, labelling, hashes);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private Database open(List<InputFile> files) {
        return Database.open(resources, files.stream().map(InputFile::path).map(Path::toAbsolutePath).toList());
    }

    private static void addFiles(Map<String, List<InputFile>> files, String name, @Nullable LogSource source) {
        if (source != null) {
            files.put(name, Inputs.of(source));
        }
    }

    private static StagedRows stage(Database database, String name, List<InputFile> files, LogSource source,
            @Nullable Labelling labelling, boolean withTime) {
        StagedRows rows = StagedRows.stage(database, name + "_rows", files, source, labelling == null ? Map.of() : labelling.columns(),
                withTime);
        if (rows.size() == 0) {
            throw new InvalidInputException(files.get(0).name() + (files.size() == 1 ? " has" : " and the other files have")
                    + " no rows, only a header");
        }
        return rows;
    }

    private static List<String> checkTime(LogRequest request, StagedRows data, boolean byTime) {
        List<String> warnings = new ArrayList<>();
        double[] shares = request.shares();
        if (byTime && data.time() == null) {
            throw new InvalidInputException("the split is by time, but no column of " + data.files().get(0).name()
                    + " is known as the time: name it with --time");
        }
        if (!byTime && data.time() != null && shares[1] + shares[2] > 0) {
            warnings.add("the log has a time column (" + data.time() + ") but is split at random, so training sees what came after the "
                    + "rows that it is judged on; --split time:0.8,0.1,0.1 would not");
        }
        return warnings;
    }
}
