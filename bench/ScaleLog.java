import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Writes a Parquet log for {@code bench/scale}: ids as text, popular videos and active users shown more often, and a like or not for
 * every row. Everything is a function of the row's number, so the same sizes give the same log: the user's and the video's angle, drawn by
 * their hash, say how well they go together (a matrix of rank two), and the hash of the pair decides, so that a pair that is drawn twice is
 * labelled alike.
 */
final class ScaleLog {
    private static final String SQL = """
            COPY (
              SELECT 'u' || u AS user_id, 'v' || v AS video_id,
                     (share(hash(u * %3$d + v)) < 1 / (1 + exp(-0.5 - 2 * cos(6.2831853 * (share(hash(u)) - share(hash(-v - 1)))))))::TINYINT AS liked
              FROM (SELECT floor(%2$d * pow(share(hash(2 * i)), 1.5))::BIGINT AS u,
                           floor(%3$d * pow(share(hash(2 * i + 1)), 3.0))::BIGINT AS v
                    FROM range(%1$d) AS t(i))
            ) TO '%4$s' (FORMAT parquet, COMPRESSION zstd)""";

    private ScaleLog() {}

    public static void main(String[] args) throws SQLException {
        if (args.length != 4) {
            System.err.println("usage: ScaleLog ROWS USERS VIDEOS FILE");
            System.exit(2);
        }
        String file = Path.of(args[3]).toAbsolutePath().toString().replace("'", "''");
        try (var connection = DriverManager.getConnection("jdbc:duckdb:"); var statement = connection.createStatement()) {
            statement.execute("CREATE MACRO share(h) AS (h >> 11)::DOUBLE / 9007199254740992.0");
            statement.execute(SQL.formatted(Long.parseLong(args[0]), Long.parseLong(args[1]), Long.parseLong(args[2]), file));
        }
    }
}
