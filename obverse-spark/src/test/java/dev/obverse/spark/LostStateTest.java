package dev.obverse.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What executors hold may go at any time; what they held is made again from the last checkpoint, to the bit. */
@ExtendWith(LocalSpark.class)
final class LostStateTest {
    /** After every so many jobs, all that is cached is lost, as with the executors that had it. */
    @ParameterizedTest
    @ValueSource(ints = {3, 7, 16})
    void stateThatIsLostIsTrainedAgainToTheSameBits(int every, SparkSession session) {
        Dataset<Row> log = PlantedLog.train(session);
        InverseLearning estimator = PlantedLog.estimator().setMethod("ig").setCheckpointInterval(4);
        List<String> undisturbed = InverseLearningTest.users(estimator.fit(log));
        Losses losses = new Losses(session, every);
        session.sparkContext().addSparkListener(losses);
        List<String> disturbed = InverseLearningTest.users(estimator.fit(log));
        session.sparkContext().removeSparkListener(losses);
        assertThat(losses.lost.get()).isPositive();
        assertThat(disturbed).isEqualTo(undisturbed);
    }

    private static final class Losses extends SparkListener {
        private final JavaSparkContext context;
        private final int every;
        private final AtomicInteger jobs = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();

        Losses(SparkSession session, int every) {
            this.context = new JavaSparkContext(session.sparkContext());
            this.every = every;
        }

        @Override
        public void onJobEnd(SparkListenerJobEnd end) {
            if (jobs.incrementAndGet() % every == 0) {
                context.getPersistentRDDs().values().forEach(rdd -> {
                    lost.incrementAndGet();
                    // The blocks go; the RDD keeps its storage level only if it is asked for again, so they are made once more for every use.
                    rdd.unpersist(true);
                });
            }
        }
    }
}
