package dev.obverse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a log before it is in the heap. */
final class LogSizeTest {
    private static final int USERS = 400;

    @TempDir
    Path folder;

    /** Every user has three rows, all at the user's own time. */
    private LogRequest request(String split) {
        StringBuilder text = new StringBuilder("user,item,rating,time\n");
        for (int user = 0; user < USERS; user++) {
            for (int row = 0; row < 3; row++) {
                text.append(user).append(',').append((user * 7 + row) % 90).append(',').append(row + 1).append(',').append(user).append('\n');
            }
        }
        Path file = Logs.write(folder, "log.csv", text.toString());
        return LogRequest.of(LogSource.of(file.toString()).withTime("time"), Logs.RATING).withSplit(Split.parse(split));
    }

    private static LogSize told(LogRequest request, KnownIds start) {
        List<LogSize> told = new ArrayList<>();
        LabelledLog log = new LogReader().read(request, start, told::add);
        assertThat(told).hasSize(1);
        LogSize size = told.get(0);
        assertThat(size.users()).isLessThanOrEqualTo(log.users().size());
        assertThat(size.items()).isLessThanOrEqualTo(log.items().size());
        assertThat(size.rows()).isLessThanOrEqualTo(log.train().size());
        return size;
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "random:0.5,0.25,0.25", "time:0.1,0.5,0.4"})
    void isNeverMoreThanTheLogThenHas(String split) {
        LogSize size = told(request(split), KnownIds.NONE);
        double share = split.equals("files") ? 1 : split.startsWith("random") ? 0.5 : 0.1;
        assertThat(size.rows()).isEqualTo((long) (share * 3 * USERS));
        assertThat(size.users()).isEqualTo(split.startsWith("time") ? 0 : (long) (share * USERS));
    }

    @Test
    void countsTheUsersOfAModelThatGoesOn() {
        KnownIds known = new KnownIds(Vocabulary.of(IntStream.range(0, 1000).mapToObj(user -> "known " + user).toList()), KnownIds.NONE.items());
        assertThat(told(request("files"), known).users()).isEqualTo(1000);
    }

    @Test
    void whoHasNoRoomRefusesInAnySentence() {
        assertThatThrownBy(() -> new LogReader().read(request("files"), KnownIds.NONE, size -> {
            throw new InvalidInputException(size.rows() + " are too many");
        })).isInstanceOf(InvalidInputException.class).hasMessage("1200 are too many");
    }
}
