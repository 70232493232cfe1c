package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.Interactions;
import dev.obverse.core.Label;
import dev.obverse.core.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How rows become pairs, and pairs become training, validation and test. */
final class PairsAndSplitsTest {
    private static final LabelRule FLAGS = new LabelRule("vote = 1", "vote = -1");

    @TempDir
    Path folder;

    private Path votes(String name, String rows) {
        return Logs.write(folder, name, "user,item,vote,time\n" + rows.replace(' ', '\n') + "\n");
    }

    private LabelledLog allTraining(String rows, OnConflict onConflict) {
        return Logs.read(Logs.allTraining(votes("log.csv", rows), FLAGS).withOnConflict(onConflict));
    }

    @Test
    void aLabelBeatsNoLabelAndThePairStandsAtItsFirstRow() {
        LabelledLog log = allTraining("a,x,0,1 b,y,-1,2 a,x,1,3 c,z,0,4 c,z,0,5 a,x,1,6", OnConflict.REFUSE);

        assertThat(Logs.rows(log, log.train())).isEqualTo(List.of("a x +", "b y -", "c z 0"));
        assertThat(log.census().sources().get(0)).isEqualTo(new SourceCensus("data", List.of("log.csv"), 6, 3, 0, 0));
    }

    @Test
    void aPairWithBothLabelsIsRefusedUnlessSomethingSaysWhichCounts() {
        Path log = votes("log.csv", "a,x,1,1 b,y,-1,2 a,x,-1,3 c,z,0,4");

        assertThat(Logs.refusal(log, FLAGS)).isEqualTo("1 pair has both labels (user a and item x: positive in log.csv, row 1, "
                + "negative in log.csv, row 3); say what counts with --on-conflict latest, majority or drop");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "latest   | a x - | a w +",
        "majority | a x + | -",
        "drop     | -     | -"
    })
    void conflictsAreSettledAsAsked(String way, String first, String second) {
        // (a, x): two likes, then a dislike; (a, w): a dislike later in the file but earlier in time.
        LabelledLog log = allTraining("a,x,1,10 a,w,1,20 a,x,1,11 b,y,-1,12 b,z,1,12 a,w,-1,13 a,x,-1,14 a,x,0,15", OnConflict.of(way));
        List<String> expected = new ArrayList<>(List.of(first, second, "b y -", "b z +"));
        expected.removeIf(row -> row.equals("-"));

        assertThat(Logs.rows(log, log.train())).isEqualTo(expected);
        assertThat(log.census().sources().get(0).conflicts()).isEqualTo(2);
        assertThat(log.census().sources().get(0).dropped()).isEqualTo(4 - expected.size());
    }

    /** At the time of its first row nobody knew which label would count. */
    @Test
    void aPairWithBothLabelsIsOfTheTimeWhenTheLastWasGiven() {
        Path log = votes("log.csv", "a,x,1,1 b,y,-1,2 c,y,1,3 a,x,-1,4 d,y,-1,5 a,x,1,6");
        LabelledLog read = Logs.read(LogRequest.of(LogSource.of(log.toString()), FLAGS).withOnConflict(OnConflict.LATEST)
                .withSplit(new Split.ByTime(0.75, 0, 0.25)));
        assertThat(Logs.rows(read, read.train())).isEqualTo(List.of("b y -", "c y +", "d y -"));
    }

    /** 02:50 in Berlin is earlier than 01:10 in London; a time without an offset is one of UTC. */
    @Test
    void anOffsetCounts() {
        Path log = Logs.write(folder, "zones.csv", """
                user,item,vote,time
                a,x,1,2024-10-27T02:50:00+02:00
                a,x,-1,2024-10-27T01:10:00Z
                b,y,1,2024-10-27 00:55:00
                b,y,-1,2024-10-27 02:50:00+02
                """);
        LabelledLog read = Logs.read(Logs.allTraining(log, FLAGS).withOnConflict(OnConflict.LATEST));
        assertThat(Logs.rows(read, read.train())).isEqualTo(List.of("a x -", "b y +"));
        String between = "time between TIMESTAMP '2024-10-27 00:52:00' and TIMESTAMP '2024-10-27 01:00:00'";
        LabelledLog byTime = Logs.read(Logs.allTraining(log, new LabelRule(between, "not " + between)).withOnConflict(OnConflict.LATEST));
        assertThat(Logs.rows(byTime, byTime.train())).isEqualTo(List.of("a x -", "b y +"));
    }

    @ParameterizedTest
    @CsvSource({"random, 0.8, 0.1, 0.1", "time, 0.5, 0.3, 0.2", "random, 1, 0, 0", "time, 0.7, 0, 0.3"})
    void sharesAreExact(String kind, double train, double valid, double test) {
        LabelledLog log = Logs.read(LogRequest.of(LogSource.of(thousand().toString()), FLAGS)
                .withSplit(Split.parse(kind + ":" + train + "," + valid + "," + test)));

        assertThat(log.train().size()).isEqualTo((int) Math.round(1000 * train));
        assertThat(log.valid().size()).isEqualTo((int) Math.round(1000 * valid));
        assertThat(log.test().size()).isEqualTo((int) Math.round(1000 * test));
    }

    @Test
    void aRandomSplitFollowsItsSeedAndEveryRowCanGoAnywhere() {
        Set<Integer> everInTest = new HashSet<>();
        for (int seed = 0; seed < 30; seed++) {
            LogRequest request = LogRequest.of(LogSource.of(thousand().toString()), FLAGS).withDataSeed(seed);
            LabelledLog log = Logs.read(request);
            everInTest.addAll(IntStream.range(0, log.test().size()).map(row -> itemNumber(log, log.test(), row)).boxed().toList());
            if (seed == 0) {
                assertThat(Logs.rows(Logs.read(request), log.test())).isEqualTo(Logs.rows(log, log.test()));
                assertThat(Logs.rows(log, log.test())).isNotEqualTo(Logs.rows(Logs.read(request.withDataSeed(1)), log.test()));
            }
        }
        assertThat(everInTest.size()).isGreaterThan(900);
    }

    /** In {@link #thousand} there are as many items as users, and a pair's numbers are in its ids. */
    private static int itemNumber(LabelledLog log, Interactions part, int row) {
        int user = Integer.parseInt(log.users().id(part.user(row)).substring(1));
        int item = Integer.parseInt(log.items().id(part.item(row)).substring(1));
        return user * 25 + item;
    }

    @Test
    void aSplitByTimeTrainsOnThePastWhateverTheOrderOfTheFile() {
        LabelledLog log = Logs.read(LogRequest.of(LogSource.of(thousand().toString()), FLAGS).withSplit(new Split.ByTime(0.8, 0.1, 0.1)));
        int latestInTraining = latest(log, log.train());

        assertThat(latestInTraining).isEqualTo(799);
        assertThat(latest(log, log.valid())).isEqualTo(899);
        assertThat(log.warnings()).isEmpty();
    }

    private static int latest(LabelledLog log, Interactions part) {
        return IntStream.range(0, part.size()).map(row -> itemNumber(log, part, row) * 391 % 1000).max().orElseThrow();
    }

    /** One thousand pairs of 40 users and 25 items; the pair numbered k has time 391k modulo 1000. */
    private Path thousand() {
        StringBuilder rows = new StringBuilder();
        for (int k = 0; k < 1000; k++) {
            rows.append(k == 0 ? "" : " ").append("u" + k / 25 + ",i" + k % 25 + "," + (k % 3 - 1) + "," + k * 391 % 1000);
        }
        return votes("thousand.csv", rows.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-01-0%d", "2024-01-01 00:00:0%d", "170000000%d", "1.%d"})
    void timesMayBeNumbersOrTimestamps(String form) {
        StringBuilder rows = new StringBuilder();
        for (int k = 9; k >= 1; k--) {
            rows.append("a").append(",x").append(k).append(k % 2 == 0 ? ",1," : ",-1,").append(form.replace("%d", "" + k)).append('\n');
        }
        Path file = Logs.write(folder, "log.csv", "user,item,vote,time\n" + rows);
        LabelledLog log = Logs.read(LogRequest.of(LogSource.of(file.toString()), FLAGS).withSplit(Split.parse("time:0.6667,0,0.3333")));

        assertThat(IntStream.range(0, 6).mapToObj(row -> log.items().id(log.train().item(row))))
                .containsExactly("x6", "x5", "x4", "x3", "x2", "x1");
    }

    @Test
    void onlyTheDataNeedsTimes() {
        Path test = Logs.write(folder, "test.csv", "user,item,vote\nu1,other,1\n");
        LabelledLog log = Logs.read(LogRequest.of(LogSource.of(thousand().toString()).withTime("time"), FLAGS)
                .withSplit(new Split.ByTime(0.8, 0.1, 0.1)).withTest(test.toString()));

        assertThat(log.train().size()).isEqualTo(889);
        assertThat(log.test().size()).isEqualTo(1);
    }

    @Test
    void aSplitByTimeNeedsTimes() {
        Path none = Logs.write(folder, "none.csv", "user,item,vote\na,x,1\na,y,-1\n");
        LogRequest request = LogRequest.of(LogSource.of(none.toString()), FLAGS).withSplit(new Split.ByTime(0.5, 0, 0.5));
        assertThat(Logs.refusal(() -> Logs.read(request)))
                .isEqualTo("the split is by time, but no column of none.csv is known as the time: name it with --time");
        Path odd = votes("odd.csv", "a,x,1,1 a,y,-1,noon");
        assertThat(Logs.refusal(() -> Logs.read(LogRequest.of(LogSource.of(odd.toString()), FLAGS)
                .withSplit(new Split.ByTime(0.5, 0, 0.5)))))
                .isEqualTo("odd.csv, row 2: column time holds 'noon'; times must all be numbers or all be timestamps");
        Path gap = votes("gap.csv", "a,x,1,1 a,y,-1,");
        assertThat(Logs.refusal(() -> Logs.read(LogRequest.of(LogSource.of(gap.toString()), FLAGS)
                .withSplit(new Split.ByTime(0.5, 0, 0.5)))))
                .isEqualTo("gap.csv, row 2: column time is blank or null; every row needs a time");
    }

    @Test
    void aRandomSplitOfALogWithTimeIsWarnedAbout() {
        assertThat(Logs.read(LogRequest.of(LogSource.of(thousand().toString()), FLAGS)).warnings()).singleElement().asString()
                .startsWith("the log has a time column (time) but is split at random");
        assertThat(Logs.read(Logs.allTraining(thousand(), FLAGS)).warnings()).isEmpty();
    }

    @Test
    void aPartWithFilesOfItsOwnIsNotSplitOff() {
        Path test = votes("test.csv", "new,i1,1,1 newer,i2,-1,1 new,other,0,1 u1,i99,1,1");
        LabelledLog log = Logs.read(LogRequest.of(LogSource.of(thousand().toString()), FLAGS).withTest(test.toString()));

        assertThat(log.train().size()).isEqualTo(889);
        assertThat(log.valid().size()).isEqualTo(111);
        assertThat(Logs.rows(log, log.test())).isEqualTo(List.of("?-2 i1 +", "?-3 i2 -", "?-2 ?-1 0", "u1 ?-1 +"));
        PartCensus census = log.census().test();
        assertThat(census.unknownUsers()).isEqualTo(2);
        assertThat(census.unknownItems()).isEqualTo(2);
        assertThat(census.unknownUserRows()).isEqualTo(3);
        assertThat(census.users()).isEqualTo(3);
        assertThat(census.items()).isEqualTo(4);
        assertThat(census.medianRowsPerUser()).isEqualTo(1);

        LabelledLog both = Logs.read(LogRequest.of(LogSource.of(thousand().toString()), FLAGS).withTest(test.toString())
                .withValid(votes("valid.csv", "newer,i1,1,1").toString()));
        assertThat(both.train().size()).isEqualTo(1000);
        assertThat(Logs.rows(both, both.valid())).isEqualTo(List.of("?-2 i1 +"));
        assertThat(Logs.rows(both, both.test())).startsWith("?-3 i1 +", "?-2 i2 -");
    }

    @Test
    void pairsInTwoPartsAreRefusedUnlessAllowed() {
        Path data = votes("data.csv", "a,x,1,1 a,y,-1,2 b,x,1,3");
        LogRequest request = Logs.allTraining(data, FLAGS).withValid(votes("valid.csv", "a,x,1,9 c,x,1,9").toString())
                .withTest(votes("test.csv", "c,x,-1,9 a,x,1,9 b,x,1,9").toString());

        assertThat(Logs.refusal(() -> Logs.read(request)).lines().findFirst()).hasValue("training and validation share 1 pairs, training and "
                + "test 2, validation and test 2; remove them, or pass --allow-overlap to keep them");
        LabelledLog log = Logs.read(request.withAllowOverlap(true));
        assertThat(log.census().overlap()).isEqualTo(new Overlap(1, 2, 2));
        assertThat(log.test().size()).isEqualTo(3);
    }

    @Test
    void aLabelFractionHidesExactlyTheOtherLabelsOfTrainingOnly() {
        LogRequest request = LogRequest.of(LogSource.of(thousand().toString()), FLAGS);
        LabelledLog all = Logs.read(request);
        LabelledLog few = Logs.read(request.withLabelFraction(0.1));
        long labelled = all.census().train().positive() + all.census().train().negative();

        assertThat(few.census().train().positive() + few.census().train().negative()).isEqualTo(Math.round(0.1 * labelled));
        assertThat(few.census().hiddenLabels()).isEqualTo(labelled - Math.round(0.1 * labelled));
        assertThat(Logs.rows(few, few.test())).isEqualTo(Logs.rows(all, all.test()));
        for (int row = 0; row < all.train().size(); row++) {
            assertThat(few.train().label(row)).isIn(all.train().label(row), Label.UNLABELED_CODE);
        }
    }

    @Test
    void theCensusIsWhatThereIs() {
        LabelledLog log = Logs.read(LogRequest.of(LogSource.of(thousand().toString()), FLAGS));
        Census census = log.census();

        assertThat(census.train().positive()).isEqualTo(log.train().count(Label.POSITIVE));
        assertThat(census.train().unlabeled()).isEqualTo(log.train().count(Label.UNLABELED));
        assertThat(census.train().labelShare()).isBetween(0.6, 0.7);
        assertThat(census.train().medianRowsPerUser()).isBetween(19.0, 21.0);
        assertThat(census.toMap()).containsOnlyKeys("positive", "negative", "sources", "train", "valid", "test", "overlap", "hidden_labels");
        assertThat(census.toString()).contains("data   1,000 rows read from thousand.csv; 0 duplicates, 0 conflicts, 0 dropped");
        assertThat(log.hashes()).singleElement().satisfies(hash -> assertThat(hash.sha256()).hasSize(64));
    }

    @Test
    void aModelsOwnIdsAreLookedUp() {
        Path file = votes("log.csv", "a,x,1,1 zoe,x,-1,2 b,y,1,3 zoe,new,-1,4 yan,x,0,5");
        KnownLog log = new LogReader().readKnown(LogSource.of(file.toString()), FLAGS, OnConflict.REFUSE, Vocabulary.of(List.of("b", "a")),
                Vocabulary.of(List.of("y", "x")));

        assertThat(IntStream.range(0, 5).map(log.rows()::user)).containsExactly(1, -2, 0, -2, -3);
        assertThat(IntStream.range(0, 5).map(log.rows()::item)).containsExactly(1, 1, 0, -1, 1);
        assertThat(log.census().unknownUsers()).isEqualTo(2);
        assertThat(log.census().unknownItems()).isEqualTo(1);
    }

    @Test
    void pairsToScoreStreamInOrderAndKeepDuplicates() {
        StringBuilder rows = new StringBuilder("user,item\n");
        for (int k = 0; k < 300_000; k++) {
            rows.append(k % 1000).append(",i").append(k % 777).append('\n');
        }
        Path file = Logs.write(folder, "pairs.csv", rows.toString());
        long seen = 0;
        try (PairStream pairs = new LogReader().pairs(LogSource.of(file.toString()), null)) {
            assertThat(pairs.rows()).isEqualTo(300_000);
            while (pairs.next()) {
                for (int row = 0; row < pairs.size(); row++, seen++) {
                    if (!pairs.user(row).equals("" + seen % 1000) || !pairs.item(row).equals("i" + seen % 777)) {
                        throw new AssertionError("row " + seen + " is " + pairs.user(row) + " " + pairs.item(row));
                    }
                }
            }
        }
        assertThat(seen).isEqualTo(300_000);
    }

    @Test
    void aLogThatDoesNotFitIntoDuckDbsMemorySpillsToDiskAndIsReadWhole() {
        Path file = folder.resolve("wide.parquet");
        Logs.sql("COPY (SELECT 'a user with a rather long name ' || (range % 5000) AS user, 'a video with a long name ' || (range // 5) AS item, "
                + "range % 3 - 1 AS vote FROM range(400000)) TO '" + file + "'");
        LabelledLog log = new LogReader(new Resources("80MB", 2)).read(Logs.allTraining(file, FLAGS));

        assertThat(log.train().size()).isEqualTo(400_000);
        assertThat(log.items().id(79_999)).isEqualTo("a video with a long name 79999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "random:1", "random:0.5,0.5,0.5", "time:-0.1,0.6,0.5", "random:0,0.5,0.5", "random:a,b,c", "even:1,0,0"})
    void aSplitThatIsNoneIsRefused(String split) {
        assertThat(Logs.refusal(() -> Split.parse(split))).doesNotStartWith("(it was not refused)").doesNotContain("\n");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThat(Logs.refusal(() -> OnConflict.of("first"))).isEqualTo("--on-conflict is 'first'; give latest, majority, drop or refuse");
        assertThat(Logs.refusal(() -> LogRequest.of(LogSource.of("x"), FLAGS).withLabelFraction(0)))
                .isEqualTo("--label-fraction is 0.0; give a share above 0 and up to 1");
        assertThat(Logs.refusal(() -> new Resources("lots", 0))).isEqualTo("the memory limit 'lots' is not a size such as 4GB or 512MB");
        assertThat(Logs.refusal(() -> LogSource.of("x").withDelimiter("\n"))).startsWith("the delimiter must be one to four characters");
    }
}
