package dev.obverse.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run leaves nothing in the checkpoint directory but the users of its model. */
@ExtendWith(LocalSpark.class)
final class CheckpointsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 100})
    void onlyTheUsersOfTheModelStay(int interval, SparkSession session) throws IOException {
        List<Path> before = folders(session);
        InverseLearningModel model = PlantedLog.estimator().setCheckpointInterval(interval).fit(PlantedLog.train(session));
        assertThat(folders(session)).hasSize(before.size() + 1).containsAll(before);
        assertThat(model.numUsers()).isEqualTo(PlantedLog.USERS);
    }

    @Test
    void howOftenTheyAreWrittenChangesNoBit(SparkSession session) {
        InverseLearning estimator = PlantedLog.estimator().setMaxIter(3);
        List<String> often = InverseLearningTest.users(estimator.setCheckpointInterval(1).fit(PlantedLog.train(session)));
        assertThat(InverseLearningTest.users(estimator.setCheckpointInterval(100).fit(PlantedLog.train(session)))).isEqualTo(often);
    }

    private static List<Path> folders(SparkSession session) throws IOException {
        Path folder = Path.of(URI.create(session.sparkContext().getCheckpointDir().get()));
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> path.getFileName().toString().startsWith("rdd-")).sorted().toList();
        }
    }
}
