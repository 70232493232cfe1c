package dev.obverse.spark;

import dev.obverse.core.InvalidInputException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * The rounds of a run, a job each. Every block trains a slice of its epoch from the shared rows as they were merged last, what has changed is merged
 * range by range after one shuffle (by {@link Merge}), and the merged rows go to the driver, which sends them to all executors with the next round.
 * States of blocks stay where they are; every so many rounds they are written to the checkpoint directory, where their lineage ends.
 */
final class Rounds {
    private static final System.Logger LOG = System.getLogger(Rounds.class.getName());
    /** The key of what is told; keys of rows are not negative. */
    private static final int REPORTS = -1;

    private final JavaRDD<UserBlock> blocks;
    private final Broadcast<HeavyRows> heavy;
    private final SharedOnCluster shared;
    private final Merge merge;
    private final int checkpointInterval;
    private final boolean checkpoints;
    private final CheckpointFiles files;
    private JavaRDD<BlockState> states;
    private @Nullable JavaRDD<RoundResult> last;
    private int rounds;
    private long changedBytes;
    private double slowestSeconds;

    Rounds(JavaSparkContext context, JavaRDD<UserBlock> blocks, JavaRDD<BlockState> states, Broadcast<HeavyRows> heavy, SharedOnCluster shared,
            Merge merge, int checkpointInterval) {
        this.blocks = blocks;
        this.states = states;
        this.heavy = heavy;
        this.shared = shared;
        this.merge = merge;
        this.checkpointInterval = checkpointInterval;
        this.checkpoints = context.getCheckpointDir().isPresent();
        this.files = new CheckpointFiles(context);
    }

    /**
     * Trains one round.
     *
     * @throws InvalidInputException if a block cannot go on: training diverged, say
     */
    void round(RoundPlan plan) {
        long start = System.nanoTime();
        SharedView view = shared.view();
        Broadcast<HeavyRows> rows = heavy;
        JavaRDD<RoundResult> results = blocks.zipPartitions(states, (block, state) -> List.of(new LocalRound(
                        block.next(), state.next(), view.get(), rows.value().interactions(), plan).run(TaskContext.get().cpus())).iterator())
                .persist(StorageLevel.MEMORY_AND_DISK());
        List<RoundMessage> messages = merged(results, view, plan.blocks());
        List<RoundResult.Report> reports = only(RoundResult.Report.class, messages);
        require(reports);
        shared.put(only(Rows.class, messages).toArray(new Rows[0]));
        follow(results);
        log(plan, reports, (System.nanoTime() - start) * 1e-9);
    }

    private static <T> List<T> only(Class<T> kind, List<RoundMessage> messages) {
        return messages.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static void require(List<RoundResult.Report> reports) {
        TreeSet<String> kernels = new TreeSet<>();
        for (RoundResult.Report report : reports) {
            if (report.refusal() != null) {
                throw new InvalidInputException(report.refusal());
            }
            kernels.add(report.kernels());
        }
        if (kernels.size() > 1) {
            throw new InvalidInputException("the executors do not compute alike, with the kernels " + String.join(" and ", kernels)
                    + ": start all with the same options, or with spark.executor.extraJavaOptions=-Dobverse.kernels=scalar");
        }
    }

    /** Trains and merges in one job, as every job costs its latency: what blocks tell comes with the rows, under a key of its own. */
    private List<RoundMessage> merged(JavaRDD<RoundResult> results, SharedView view, int ranges) {
        Pieces pieces = new Pieces(ranges);
        Merge rule = merge;
        JavaPairRDD<Integer, RoundMessage> sent = results.flatMapToPair(result -> {
            Stream<Tuple2<Integer, RoundMessage>> rows = result.changed().stream()
                    .flatMap(changed -> pieces.of(changed, view.shape(changed.matrix())).stream())
                    .map(piece -> new Tuple2<>(piece.key(), piece.rows()));
            return Stream.concat(rows, Stream.of(new Tuple2<Integer, RoundMessage>(REPORTS, result.report()))).iterator();
        });
        return sent.groupByKey(ranges)
                .flatMap(group -> group._1() == REPORTS ? group._2().iterator()
                        : List.<RoundMessage>of(rule.of(group._2(), view)).iterator())
                .collect();
    }

    /** Goes on from these results, and lets go of those before. */
    private void follow(JavaRDD<RoundResult> results) {
        states = results.map(RoundResult::state);
        rounds++;
        boolean cut = checkpoints && rounds % checkpointInterval == 0;
        if (cut) {
            states.checkpoint();
            states.count();
            files.keepOnly(states);
        }
        if (last != null) {
            last.unpersist(false);
        }
        last = results;
        if (cut) {
            shared.forget();
        }
    }

    private void log(RoundPlan plan, List<RoundResult.Report> reports, double seconds) {
        long steps = 0;
        double loss = 0;
        double slowest = 0;
        long bytes = 0;
        for (RoundResult.Report report : reports) {
            steps += report.steps();
            loss += report.lossSum();
            slowest = Math.max(slowest, report.seconds());
            bytes += report.bytes();
        }
        changedBytes += bytes;
        slowestSeconds += slowest;
        LOG.log(Level.INFO, String.format(Locale.ROOT,
                "epoch %d, round %d of %d: %,d steps, loss %.4f, %.2f s (%.2f s the slowest block), %.1f MB changed",
                plan.epoch(), plan.slice() + 1, plan.slices(), steps, loss / steps, seconds, slowest, bytes * 1e-6));
    }

    /** Returns the states as they are now. */
    JavaRDD<BlockState> states() {
        return states;
    }

    int count() {
        return rounds;
    }

    /** Returns how many bytes of changed rows all blocks have sent to be merged. */
    long changedBytes() {
        return changedBytes;
    }

    /** Returns the seconds of the slowest block of each round, added up: the rest of the time is Spark's. */
    double slowestSeconds() {
        return slowestSeconds;
    }

    void close() {
        if (last != null) {
            last.unpersist(false);
        }
        files.deleteAll();
    }
}
