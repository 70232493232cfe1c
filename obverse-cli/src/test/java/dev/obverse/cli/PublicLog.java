package dev.obverse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Made-up logs in the formats of public data sets. An opinion from 1 to 5 is written as the signals that each of them records. */
enum PublicLog {
    KUAIRAND("KuaiRand", 4, 1, "user_id,video_id,date,hourmin,time_ms,is_click,is_like,is_follow,is_comment,is_forward,is_hate,long_view,"
            + "play_time_ms,duration_ms,profile_stay_time,comment_stay_time,is_profile_enter,is_rand,tab") {
        @Override
        void write(Path folder) throws IOException {
            save(folder.resolve("KuaiRand-Pure/data/log_standard_4_08_to_4_21_pure.csv"), header, rows(row -> row.user < SIZE / 2));
            save(folder.resolve("KuaiRand-Pure/data/log_standard_4_22_to_5_08_pure.csv"), header, rows(row -> row.user >= SIZE / 2));
            save(folder.resolve("KuaiRand-Pure/data/log_random_4_22_to_5_08_pure.csv"), header, rows(row -> row.user == 0));
        }

        @Override
        String line(Row row) {
            return row.user + "," + row.item + ",20220408,1600," + (1_649_408_076_860L + row.time) + ",1," + flag(row.opinion == 5) + ","
                    + flag(row.opinion == 4) + ",0,0," + flag(row.opinion == 1) + ",0," + 1000 * row.opinion + ",9000,0,0,0,0,1";
        }
    },
    KUAIREC("KuaiRec", 4, 2, "user_id,video_id,play_duration,video_duration,time,date,timestamp,watch_ratio") {
        @Override
        void write(Path folder) throws IOException {
            save(folder.resolve("KuaiRec 2.0/data/big_matrix.csv"), header, rows(row -> true));
        }

        @Override
        String line(Row row) {
            int played = List.of(500, 2900, 10_000, 20_000, 31_000).get(row.opinion - 1);
            return String.format(Locale.ROOT, "%d,%d,%d,10000,2020-07-05 00:08:23.438,20200705,%d.438,%s", row.user, row.item, played,
                    1_593_878_903 + row.time, played / 10_000.0);
        }
    },
    MICROVIDEO("MicroVideo-1.7M", 3, 2, "user_id,item_id,cate_id,is_click,timestamp") {
        @Override
        void write(Path folder) throws IOException {
            save(folder.resolve("MicroVideo-1.7M/train_data.csv"), "names,that,nobody,could,verify", rows(row -> true));
        }

        @Override
        String line(Row row) {
            return row.user + "," + row.item + ",7," + flag(row.opinion >= 3) + "," + row.time;
        }
    },
    ADRESSA("Adressa", 4, 2, "{\"userId\": \"cx:") {
        @Override
        void write(Path folder) throws IOException {
            String home = "{\"userId\": \"cx:0\", \"time\": 1483225200, \"url\": \"http://adressa.no\", \"eventId\": 1}";
            save(folder.resolve("one_week/20170101"), home, rows(row -> row.user % 2 == 0));
            save(folder.resolve("one_week/20170102"), home, rows(row -> row.user % 2 == 1));
        }

        @Override
        String line(Row row) {
            String active = row.opinion == 3 ? "" : ", \"activeTime\": " + List.of(2, 9, 0, 30, 180).get(row.opinion - 1);
            return header + row.user + "\", \"id\": \"a" + row.item + "\", \"time\": " + (1_483_225_203 + row.time) + active
                    + ", \"eventId\": " + (1000 + row.time) + ", \"author\": [\"x\"], \"profile\": [{\"item\": \"no\", \"groups\": [{\"count\": 1}]}]}";
        }
    },
    COAT("Coat", 4, 2, "coat/train.ascii") {
        @Override
        void write(Path folder) throws IOException {
            save(folder.resolve("coat/train.ascii"), matrix(row -> (row.user + row.item) % 3 > 0));
            save(folder.resolve("coat/test.ascii"), matrix(row -> (row.user + row.item) % 3 == 0 || row.user == row.item));
        }

        // A line a user, 0 where there is no rating; some pairs are in both files.
        private Stream<String> matrix(Predicate<Row> rated) {
            return IntStream.range(0, SIZE).mapToObj(user -> all().stream().filter(row -> row.user == user)
                    .map(row -> rated.test(row) ? line(row) : "0").collect(Collectors.joining(" ")));
        }

        @Override
        String line(Row row) {
            return String.valueOf(row.opinion);
        }
    },
    MOVIELENS_1M("MovieLens 1M", 3, 2, "UserID::MovieID::Rating::Timestamp") {
        @Override
        void write(Path folder) throws IOException {
            save(folder.resolve("ml-1m/ratings.dat"), rows(row -> true));
        }

        @Override
        String line(Row row) {
            return row.user + "::" + row.item + "::" + row.opinion + "::" + (978_300_760 + row.time);
        }
    },
    MOVIELENS_LATEST("MovieLens latest", 4, 2, "userId,movieId,rating,timestamp") {
        @Override
        void write(Path folder) throws IOException {
            save(folder.resolve("ml-latest-small/ratings.csv"), header, rows(row -> true));
        }

        @Override
        String line(Row row) {
            return row.user + "," + row.item + "," + List.of("0.5", "2.5", "3.5", "4.0", "5.0").get(row.opinion - 1) + "," + (964_982_703 + row.time);
        }
    },
    MOVIELENS_100K("MovieLens 100K", 3, 2, "no header, tabs between columns: user, item, rating, Unix seconds") {
        @Override
        void write(Path folder) throws IOException {
            save(folder.resolve("ml-100k/u.data"), rows(row -> true));
        }

        @Override
        String line(Row row) {
            return row.user + "\t" + row.item + "\t" + row.opinion + "\t" + (881_250_949 + row.time);
        }
    };

    static final int SIZE = 20;

    final String title;
    final int positiveFrom;
    final int negativeTo;
    final String header;

    /** One view; times are all different and come in no order. */
    record Row(int user, int item, int opinion, int time) {}

    PublicLog(String title, int positiveFrom, int negativeTo, String header) {
        this.title = title;
        this.positiveFrom = positiveFrom;
        this.negativeTo = negativeTo;
        this.header = header;
    }

    /** Writes the files as the data set has them, at the paths of the page. */
    abstract void write(Path folder) throws IOException;

    abstract String line(Row row);

    /** Returns how many views have an opinion in this range, both ends included. */
    long rows(int from, int to) {
        return all().stream().filter(row -> row.opinion >= from && row.opinion <= to).count();
    }

    Stream<String> rows(Predicate<Row> kept) {
        return all().stream().filter(kept).map(this::line);
    }

    static List<Row> all() {
        SplittableRandom random = new SplittableRandom(11);
        List<Row> rows = new ArrayList<>();
        for (int user = 0; user < SIZE; user++) {
            for (int item = 0; item < SIZE; item++) {
                rows.add(new Row(user, item, random.nextInt(1, 6), (user * SIZE + item) * 37 % (SIZE * SIZE)));
            }
        }
        return rows;
    }

    static String flag(boolean set) {
        return set ? "1" : "0";
    }

    static void save(Path file, String first, Stream<String> rows) throws IOException {
        save(file, Stream.concat(Stream.of(first), rows));
    }

    static void save(Path file, Stream<String> lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, lines.toList());
    }
}
