package dev.obverse.data;

import dev.obverse.core.Interactions;
import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/** Makes the arrays of training, validation and test from the pair tables, and counts them. */
final class LogAssembly {
    private static final int TRAIN = 0;
    private static final int VALID = 1;
    private static final int TEST = 2;
    private static final int SPLITTING = 0;
    private static final int HIDING = 1;

    private final LogRequest request;
    private final PairTable data;
    private final @Nullable PairTable validFile;
    private final @Nullable PairTable testFile;
    private final Dictionary userNumbers;
    private final Dictionary itemNumbers;
    private final KnownIds start;
    private final DenseIds users;
    private final DenseIds items;
    private final PartRows[] parts = new PartRows[3];
    private final long[] shared = new long[3];

    LogAssembly(LogRequest request, Map<String, PairTable> tables, Dictionary userNumbers, Dictionary itemNumbers, KnownIds start) {
        this.request = request;
        this.data = Objects.requireNonNull(tables.get("data"));
        this.validFile = tables.get("valid");
        this.testFile = tables.get("test");
        this.userNumbers = userNumbers;
        this.itemNumbers = itemNumbers;
        this.start = start;
        this.users = new DenseIds(userNumbers.lookUp(start.users()), start.users().size());
        this.items = new DenseIds(itemNumbers.lookUp(start.items()), start.items().size());
    }

    LabelledLog assemble(List<FileHash> hashes, List<String> warnings) {
        deal();
        fill(VALID, validFile, testFile);
        fill(TEST, testFile, null);
        long hidden = hideLabels();
        Vocabulary catalogue = request.catalogue() == null ? Vocabulary.of(List.of()) : Catalogue.read(request.catalogue());
        items.learnAll(itemNumbers.lookUp(catalogue));
        long unknownValid = DenseIds.replace(parts[VALID], users, items);
        long unknownTest = DenseIds.replace(parts[TEST], users, items);
        Interactions train = parts[TRAIN].interactions();
        Interactions valid = parts[VALID].interactions();
        Interactions test = parts[TEST].interactions();
        List<SourceCensus> sources = new ArrayList<>(List.of(data.census()));
        if (validFile != null) {
            sources.add(validFile.census());
        }
        if (testFile != null) {
            sources.add(testFile.census());
        }
        Census census = new Census(request.rule(), sources, count(train, 0), count(valid, unknownValid), count(test, unknownTest),
                new Overlap(shared[0], shared[1], shared[2]), hidden);
        check(census);
        Vocabulary allUsers = userNumbers.vocabulary(start.users(), users.array(), users.known());
        Vocabulary allItems = itemNumbers.vocabulary(start.items(), items.array(), items.known());
        return new LabelledLog(train, valid, test, allUsers, Catalogue.append(allItems, catalogue), census, hashes, warnings);
    }

    private PartCensus count(Interactions part, long unknownItems) {
        return PartCensus.of(part, users.known(), items.known(), unknownItems);
    }

    /** Deals the rows of the data files out to the parts. */
    private void deal() {
        double[] shares = request.shares();
        long rows = data.size();
        long valid = Math.min(rows, Math.round(rows * shares[VALID]));
        long test = Math.min(rows - valid, Math.round(rows * shares[TEST]));
        long train = rows - valid - test;
        parts[TRAIN] = new PartRows(train);
        parts[VALID] = new PartRows(validFile == null ? valid : validFile.size());
        parts[TEST] = new PartRows(testFile == null ? test : testFile.size());
        boolean byTime = request.split() instanceof Split.ByTime;
        Lottery lottery = new Lottery(request.dataSeed(), SPLITTING, train, valid, test);
        data.stream(validFile, testFile, byTime, chunk -> {
            Columns columns = new Columns(chunk);
            for (long row = 0; row < chunk.rowCount(); row++) {
                int part = byTime ? byRank(columns.rank.getLong(row), train, valid) : lottery.next();
                add(part, columns, row);
            }
        });
    }

    private static int byRank(long rank, long train, long valid) {
        return rank < train ? TRAIN : rank < train + valid ? VALID : TEST;
    }

    private void add(int part, Columns columns, long row) {
        int user = columns.users.getInt(row);
        int item = columns.items.getInt(row);
        byte label = columns.labels.getByte(row);
        if (part == TRAIN) {
            parts[TRAIN].add(users.learn(user), items.learn(item), label);
        } else {
            parts[part].add(user, item, label);
        }
        if (columns.inValid.getBoolean(row)) {
            shared[part == TRAIN ? 0 : 2]++;
        }
        if (columns.inTest.getBoolean(row)) {
            shared[part == TRAIN ? 1 : 2]++;
        }
    }

    /** Fills a part from files of its own, if it has any. */
    private void fill(int part, @Nullable PairTable from, @Nullable PairTable test) {
        if (from == null) {
            return;
        }
        from.stream(null, test, false, chunk -> {
            Columns columns = new Columns(chunk);
            for (long row = 0; row < chunk.rowCount(); row++) {
                add(part, columns, row);
            }
        });
    }

    /** The columns of {@link PairTable#inOrder} in one chunk. */
    private static final class Columns {
        final DuckDBReadableVector users;
        final DuckDBReadableVector items;
        final DuckDBReadableVector labels;
        final DuckDBReadableVector inValid;
        final DuckDBReadableVector inTest;
        final DuckDBReadableVector rank;

        Columns(DuckDBDataChunkReader chunk) {
            users = chunk.vector(0);
            items = chunk.vector(1);
            labels = chunk.vector(2);
            inValid = chunk.vector(3);
            inTest = chunk.vector(4);
            rank = chunk.vector(5);
        }
    }

    /** Makes training labels UNLABELED until the wanted share is left; returns how many. */
    private long hideLabels() {
        byte[] labels = parts[TRAIN].labels();
        long labelled = 0;
        for (byte label : labels) {
            labelled += label == Label.UNLABELED_CODE ? 0 : 1;
        }
        long kept = Math.round(request.labelFraction() * labelled);
        if (kept == labelled) {
            return 0;
        }
        Lottery lottery = new Lottery(request.dataSeed(), HIDING, kept, labelled - kept);
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] != Label.UNLABELED_CODE && lottery.next() == 1) {
                labels[row] = Label.UNLABELED_CODE;
            }
        }
        return labelled - kept;
    }

    private void check(Census census) {
        Overlap overlap = census.overlap();
        if (!overlap.isEmpty() && !request.allowOverlap()) {
            throw refused("training and validation share " + overlap.trainValid() + " pairs, training and test "
                    + overlap.trainTest() + ", validation and test " + overlap.validTest()
                    + "; remove them, or pass --allow-overlap to keep them", census);
        }
        PartCensus train = census.train();
        if (train.positive() == 0 || train.negative() == 0) {
            throw refused(oneClass(census), census);
        }
    }

    private String oneClass(Census census) {
        long positive = census.train().positive();
        long negative = census.train().negative();
        long inData = census.sources().get(0).rows();
        boolean fromData = census.hiddenLabels() == 0;
        String none = positive + negative == 0 ? "--positive \"" + request.rule().positive() + "\" and --negative \""
                + request.rule().negative() + "\" match" : positive == 0 ? "--positive \"" + request.rule().positive() + "\" matches"
                        : "--negative \"" + request.rule().negative() + "\" matches";
        String where = fromData ? none + " none of the training rows (of " + inData + " rows read)"
                : "the label fraction leaves " + positive + " positive and " + negative + " negative training rows";
        return where + "; training needs rows of both labels";
    }

    private static InvalidInputException refused(String sentence, Census census) {
        return new InvalidInputException(sentence + "\n" + census);
    }
}
