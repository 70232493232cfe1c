package dev.obverse.serve.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.ModelFile;
import dev.obverse.serve.ServeConfig;
import dev.obverse.serve.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a model is trained anew, which one is in service afterwards, and what a server that is started again knows. */
final class RetrainingTest {
    @TempDir private static Path models;
    private static Path poor;
    private static Path good;
    private static Path better;
    private static Path wrong;

    @TempDir private Path folder;
    private FeedbackLog log;
    private final List<Path> swaps = new CopyOnWriteArrayList<>();
    private final List<Retrainer.Task> tasks = new CopyOnWriteArrayList<>();
    private final List<Retraining> started = new ArrayList<>();

    @BeforeAll
    static void train() {
        poor = Tastes.model(models.resolve("poor"), 0, false);
        good = Tastes.model(models.resolve("good"), 4, false);
        better = Tastes.model(models.resolve("better"), 12, false);
        wrong = Tastes.model(models.resolve("wrong"), 12, true);
    }

    @BeforeEach
    void open() {
        log = FeedbackLog.open(folder, LogSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        started.forEach(Retraining::close);
        log.close();
    }

    /** Gives these models, one after the other, as if it had trained them. */
    private Retrainer giving(Path... results) {
        return task -> {
            tasks.add(task);
            return copy(results[Math.min(tasks.size(), results.length) - 1], task.folder().resolve("run"));
        };
    }

    private static Path copy(Path model, Path run) {
        try {
            return Files.copy(model, Files.createDirectories(run).resolve("model.safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Retraining start(Path model, Retrainer retrainer, String schedule) {
        Retraining retraining = Retraining.prepare(log, model, Schedule.parse(schedule), retrainer, RetrainingSettings.DEFAULT, Tastes.KERNELS);
        started.add(retraining);
        retraining.start(swaps::add);
        return retraining;
    }

    private static RetrainingStatus await(Retraining retraining, Predicate<RetrainingStatus> condition) {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        RetrainingStatus status = retraining.status();
        while (!condition.test(status)) {
            assertThat(System.nanoTime()).as("%s", status).isLessThan(patience);
            sleep();
            status = retraining.status();
        }
        return status;
    }

    private static void sleep() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Attempt awaitAttempt(Retraining retraining, long number) {
        return attempt(await(retraining, status -> !status.running() && status.last() != null && status.last().number() >= number));
    }

    private static Attempt attempt(RetrainingStatus status) {
        Attempt last = status.last();
        if (last == null) {
            throw new AssertionError("there was no attempt");
        }
        return last;
    }

    private static Comparison comparison(Attempt attempt) {
        Comparison comparison = attempt.comparison();
        if (comparison == null) {
            throw new AssertionError("nothing was compared: " + attempt);
        }
        return comparison;
    }

    @Test
    void aModelThatIsNotWorseGoesIntoService() {
        Retraining retraining = start(poor, giving(good), "150");
        log.append(Tastes.opinions(150, 1), null);
        Attempt attempt = awaitAttempt(retraining, 1);

        assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.ACCEPTED);
        Comparison comparison = comparison(attempt);
        assertThat(comparison.newLogLoss()).isLessThan(comparison.oldLogLoss());
        assertThat(comparison.newAuc()).isGreaterThan(comparison.oldAuc());
        assertThat(comparison.rows()).isBetween(20, 30);
        assertThat(swaps).containsExactly(folder.resolve("models/000001/run/model.safetensors"));
        assertThat(retraining.model()).isEqualTo(swaps.getFirst());
        assertThat(retraining.status()).returns(1L, RetrainingStatus::accepted).returns(0L, RetrainingStatus::newRows);
        assertThat(tasks.getFirst().start()).isEqualTo(poor.toAbsolutePath());
    }

    @Test
    void aModelThatIsWorseDoesNot() {
        Retraining retraining = start(good, giving(wrong), "150");
        log.append(Tastes.opinions(150, 1), null);
        Attempt attempt = awaitAttempt(retraining, 1);

        assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.REJECTED);
        Comparison comparison = comparison(attempt);
        assertThat(attempt.reason()).isEqualTo(String.format(Locale.ROOT,
                "the new model is worse in log-loss: on %d held-out pairs its log-loss is %.4f after %.4f and its AUC %.4f after %.4f", comparison.rows(),
                comparison.newLogLoss(), comparison.oldLogLoss(), comparison.newAuc(), comparison.oldAuc()));
        assertThat(swaps).isEmpty();
        assertThat(retraining.model()).isEqualTo(good.toAbsolutePath());
        assertThat(folder.resolve("models")).isEmptyDirectory();
    }

    @Test
    void whatWasNotAcceptedIsTriedAgainWithAllRowsAndWhatWasIsNot() {
        Retraining retraining = start(poor, giving(wrong, good, better), "150");
        log.append(Tastes.opinions(150, 1), null);
        long first = awaitAttempt(retraining, 1).trainedRows();
        log.append(Tastes.opinions(150, 2), null);
        Attempt second = awaitAttempt(retraining, 2);
        log.append(Tastes.opinions(150, 3), null);
        Attempt third = awaitAttempt(retraining, 3);

        assertThat(first).isBetween(60L, 105L);
        assertThat(second.trainedRows()).as("of 300 rows").isBetween(100L, 210L).isGreaterThan(first);
        assertThat(third.trainedRows()).as("of 240 rows: the 90 that were kept back last time, and 150").isBetween(80L, 168L);
        assertThat(third.outcome()).isEqualTo(Attempt.Outcome.ACCEPTED);
        assertThat(tasks.stream().map(Retrainer.Task::start)).containsExactly(
                poor.toAbsolutePath(), poor.toAbsolutePath(), folder.resolve("models/000002/run/model.safetensors"));
    }

    @Test
    void tooLittleFeedbackIsWaitedFor() {
        Retraining retraining = start(poor, giving(good), "50");
        log.append(Tastes.opinions(50, 1), null);
        Attempt attempt = awaitAttempt(retraining, 1);
        assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.SKIPPED);
        assertThat(attempt.reason()).contains("of 50 new labelled rows", "of at least 20");
        log.append(Tastes.opinions(100, 2), null);
        assertThat(awaitAttempt(retraining, 2).outcome()).isEqualTo(Attempt.Outcome.ACCEPTED);
    }

    @Test
    void feedbackOfOneLabelIsWaitedFor() {
        Retraining retraining = start(poor, giving(good), "150");
        log.append(Tastes.opinions(300, 1).stream().filter(row -> row.kind() == Feedback.Kind.POSITIVE).limit(150).toList(), null);
        log.append(Tastes.opinions(300, 2).stream().filter(row -> row.kind() == Feedback.Kind.POSITIVE).limit(150).toList(), null);
        Attempt attempt = awaitAttempt(retraining, 1);
        assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.SKIPPED);
        assertThat(attempt.reason()).contains("0 negative ones; training needs both");
        assertThat(tasks).isEmpty();
    }

    @Test
    void aFailureIsShownAndTheNextAttemptGoesOn() {
        Retrainer broken = task -> {
            tasks.add(task);
            return switch (tasks.size()) {
                case 1 -> throw new InvalidInputException("no such luck\npositive: 1");
                case 2 -> throw new OutOfMemoryError("for a test");
                case 3 -> task.rows();
                default -> copy(good, task.folder().resolve("run"));
            };
        };
        Retraining retraining = start(poor, broken, "150");
        List<String> reasons = new ArrayList<>();
        for (int attempt = 1; attempt <= 3; attempt++) {
            log.append(Tastes.opinions(150, attempt), null);
            Attempt failed = awaitAttempt(retraining, attempt);
            assertThat(failed.outcome()).isEqualTo(Attempt.Outcome.FAILED);
            reasons.add(failed.reason());
        }
        assertThat(reasons.get(0)).isEqualTo("no such luck");
        assertThat(reasons.get(1)).contains("OutOfMemoryError");
        assertThat(reasons.get(2)).contains("rows.csv");
        log.append(Tastes.opinions(150, 4), null);
        assertThat(awaitAttempt(retraining, 4).outcome()).isEqualTo(Attempt.Outcome.ACCEPTED);
        assertThat(retraining.status()).returns(3L, RetrainingStatus::failed).returns(1L, RetrainingStatus::accepted);
    }

    @Test
    void aModelThatCannotBePutIntoServiceIsAFailure() {
        Retraining retraining = Retraining.prepare(
                log, poor, Schedule.parse("150"), giving(good), RetrainingSettings.DEFAULT, Tastes.KERNELS);
        started.add(retraining);
        retraining.start(file -> {
            throw new InvalidInputException("it is too large");
        });
        log.append(Tastes.opinions(150, 1), null);
        Attempt attempt = awaitAttempt(retraining, 1);
        assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.FAILED);
        assertThat(attempt.reason()).isEqualTo("the new model could not be put into service: it is too large");
        assertThat(retraining.model()).isEqualTo(poor.toAbsolutePath());
    }

    @Test
    void aFileThatIsNoLongerTheModelInServiceIsNotTrainedFrom() throws IOException {
        Path model = Files.copy(poor, folder.resolve("model.safetensors"));
        Retraining retraining = start(model, giving(good, better), "150");
        Files.copy(wrong, model, StandardCopyOption.REPLACE_EXISTING);
        log.append(Tastes.opinions(150, 1), null);
        Attempt attempt = awaitAttempt(retraining, 1);
        assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.FAILED);
        assertThat(attempt.reason()).isEqualTo("the file " + model + " is no longer the model in service; put that one back, or load this one with "
                + "POST /v1/model");
        assertThat(tasks).isEmpty();

        retraining.replace(model);
        assertThat(awaitAttempt(retraining, 2).outcome()).isEqualTo(Attempt.Outcome.ACCEPTED);
        Files.copy(poor, folder.resolve("models/000002/run/model.safetensors"), StandardCopyOption.REPLACE_EXISTING);
        log.append(Tastes.opinions(150, 2), null);
        assertThat(awaitAttempt(retraining, 3).reason()).contains("000002", "no longer the model in service");
    }

    @Test
    void aTimeIsKeptWhenThereIsNewFeedback() {
        Retraining retraining = start(poor, giving(good, better), "1s");
        log.append(Tastes.opinions(150, 1), null);
        Attempt first = awaitAttempt(retraining, 1);
        log.append(Tastes.opinions(150, 2), null);
        Attempt second = awaitAttempt(retraining, 2);
        assertThat(second.started()).isAfterOrEqualTo(first.started().plusSeconds(1));
        assertThat(retraining.status().due()).isEqualTo(second.started().plusSeconds(1));
    }

    @Test
    void theTimeCountsFromTheFirstStartOfAModel() {
        Instant due = start(poor, giving(good), "1d").status().due();
        reopen();
        assertThat(start(poor, giving(good), "1d").status().due()).isEqualTo(due);
        reopen();
        Retraining other = start(good, giving(better), "1d");
        Instant later = other.status().due();
        assertThat(later).isAfter(due);
        sleep();
        other.replace(better);
        Instant latest = other.status().due();
        assertThat(latest).isAfter(later);
        reopen();
        assertThat(start(better, giving(good), "1d").status().due()).isEqualTo(latest);
    }

    @Test
    void aStateOfAnEarlierServerHasNoTimeAndGetsOne() throws IOException {
        Files.writeString(folder.resolve("retraining.json"), "{\"version\":1,\"base\":\"" + ModelFile.sha256(poor) + "\",\"accepted\":null,"
                + "\"trainedTo\":{\"file\":1,\"offset\":0},\"attemptedTo\":{\"file\":1,\"offset\":0},\"attempts\":3,\"last\":null}");
        Instant due = start(poor, giving(good), "1d").status().due();
        assertThat(RetrainingState.read(folder)).isNotNull().returns(3L, RetrainingState::attempts);
        reopen();
        assertThat(start(poor, giving(good), "1d").status().due()).isEqualTo(due);
    }

    @Test
    void whatAKilledServerLeftOfItsFirstAttemptIsRemoved() throws IOException {
        start(poor, giving(good), "150");
        reopen();
        Files.writeString(Files.createDirectories(folder.resolve("models/000001/run")).resolve("half"), "");
        start(poor, giving(good), "150");
        assertThat(folder.resolve("models")).isEmptyDirectory();
    }

    @Test
    void rowsOfAFailedAttemptAreStillNewToAServerThatIsStartedAgain() {
        Retraining retraining = start(poor, task -> {
            throw new InvalidInputException("no such luck");
        }, "150");
        log.append(Tastes.opinions(150, 1), null);
        assertThat(awaitAttempt(retraining, 1).outcome()).isEqualTo(Attempt.Outcome.FAILED);
        assertThat(retraining.status().newRows()).isEqualTo(150);
        reopen();
        assertThat(start(poor, giving(good), "150").status().newRows()).isEqualTo(150);
    }

    @Test
    void aServerThatDoesNotTrainSaysThatItPassesOverTheAcceptedModel() {
        String file = folder.resolve("models/000001/run/model.safetensors").toString();
        assertThat(warningsOfAServer(poor)).isEmpty();
        log = FeedbackLog.open(folder, LogSettings.DEFAULT);
        awaitAttemptOf(start(poor, giving(good), "150"));
        close();
        assertThat(warningsOfAServer(poor)).singleElement().asString().contains(file, "is not served; start the server with --retrain-every");
        assertThat(warningsOfAServer(better)).isEmpty();
        log = FeedbackLog.open(folder, LogSettings.DEFAULT);
    }

    private List<String> warningsOfAServer(Path model) {
        log.close();
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                    warnings.add(record.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(ServedBefore.class.getName());
        logger.addHandler(handler);
        try {
            Server.start(ServeConfig.of(model, 0).withLog(folder)).close();
        } finally {
            logger.removeHandler(handler);
        }
        return warnings;
    }

    @Test
    void aServerThatIsStartedAgainGoesOnFromTheLastAcceptedModel() {
        Retraining before = start(poor, giving(good), "150");
        log.append(Tastes.opinions(150, 1), null);
        Attempt attempt = awaitAttempt(before, 1);
        reopen();

        Retraining after = start(poor, giving(good, better), "150");
        assertThat(after.model()).isEqualTo(folder.resolve("models/000001/run/model.safetensors"));
        assertThat(after.status().last()).isEqualTo(attempt);
        assertThat(after.status().newRows()).isZero();
        log.append(Tastes.opinions(150, 2), null);
        assertThat(awaitAttempt(after, 2).trainedRows()).as("of 195 rows: the 45 that were kept back, and 150").isBetween(70L, 137L);
        assertThat(tasks.getLast().start()).isEqualTo(folder.resolve("models/000001/run/model.safetensors"));
    }

    private void reopen() {
        started.forEach(Retraining::close);
        log.close();
        log = FeedbackLog.open(folder, LogSettings.DEFAULT);
    }

    @Test
    void aServerThatIsGivenAnotherModelBeginsWithThatAndAllFeedbackIsNewToIt() {
        awaitAttemptOf(start(poor, giving(good), "150"));
        reopen();
        Retraining after = start(better, giving(good), "1000");
        assertThat(after.model()).isEqualTo(better.toAbsolutePath());
        assertThat(after.status()).returns(150L, RetrainingStatus::newRows).returns(null, RetrainingStatus::last);
    }

    private void awaitAttemptOf(Retraining retraining) {
        log.append(Tastes.opinions(150, 1), null);
        assertThat(awaitAttempt(retraining, 1).outcome()).isEqualTo(Attempt.Outcome.ACCEPTED);
    }

    @Test
    void anAcceptedModelThatIsDamagedIsNotServed() throws IOException {
        awaitAttemptOf(start(poor, giving(good), "150"));
        reopen();
        Files.writeString(folder.resolve("models/000001/run/model.safetensors"), "no model");
        Retraining after = start(poor, giving(good), "1000");
        assertThat(after.model()).isEqualTo(poor.toAbsolutePath());
        assertThat(after.status().newRows()).isEqualTo(150);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "{\"version\":2}", "{\"version\":1,\"base\":\"x\",\"trainedTo\":{\"file\":1,\"offset\":-1}}"})
    void aStateThatIsDamagedIsRefused(String text) throws IOException {
        Files.writeString(folder.resolve("retraining.json"), text);
        assertThatThrownBy(() -> start(poor, giving(good), "1h")).isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll("retraining.json", "remove it").hasMessageNotContaining("\n");
    }

    @Test
    void aStateDoesNotLeadOutOfTheFolder() throws IOException {
        awaitAttemptOf(start(poor, giving(good), "150"));
        reopen();
        Path state = folder.resolve("retraining.json");
        String outside = folder.resolve("models").relativize(better.toAbsolutePath()).toString();
        Files.writeString(state, Files.readString(state).replace("000001/run/model.safetensors", outside)
                .replace(ModelFile.sha256(good), ModelFile.sha256(better)));
        assertThat(start(poor, giving(good), "1h").model()).isEqualTo(poor.toAbsolutePath());
    }

    @Test
    void aModelThatSomebodyElseChoosesIsNotReplacedByOneThatCameOfAnother() throws InterruptedException {
        CountDownLatch training = new CountDownLatch(1);
        CountDownLatch chosen = new CountDownLatch(1);
        Retraining retraining = start(poor, task -> {
            tasks.add(task);
            training.countDown();
            if (tasks.size() == 1) {
                awaitLatch(chosen);
                assertThat(task.stopped().getAsBoolean()).isTrue();
            }
            return copy(better, task.folder().resolve("run"));
        }, "150");
        log.append(Tastes.opinions(150, 1), null);
        training.await();
        assertThat(retraining.status().running()).isTrue();
        assertThat(tasks.getFirst().stopped().getAsBoolean()).isFalse();
        retraining.replace(good);
        assertThat(retraining.model()).isEqualTo(good.toAbsolutePath());
        chosen.countDown();

        Attempt next = awaitAttempt(retraining, 2);
        assertThat(next.outcome()).isEqualTo(Attempt.Outcome.ACCEPTED);
        assertThat(tasks.getLast().start()).as("all feedback is new to the chosen model").isEqualTo(good.toAbsolutePath());
        assertThat(swaps).containsExactly(good.toAbsolutePath(), folder.resolve("models/000002/run/model.safetensors"));
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void onlySoManyModelsStay() {
        Retraining retraining = Retraining.prepare(log, poor, Schedule.parse("150"), giving(good), RetrainingSettings.DEFAULT.withKeptModels(2), Tastes.KERNELS);
        started.add(retraining);
        retraining.start(swaps::add);
        for (int attempt = 1; attempt <= 4; attempt++) {
            log.append(Tastes.opinions(150, attempt), null);
            assertThat(awaitAttempt(retraining, attempt).outcome()).as("the same model is not worse").isEqualTo(Attempt.Outcome.ACCEPTED);
        }
        assertThat(folder.resolve("models/000004")).isDirectory();
        await(retraining, status -> Files.notExists(folder.resolve("models/000002")));
        assertThat(folder.resolve("models/000003")).isDirectory();
    }

    @Test
    void whatIsTrainedOnLiesBesideTheModel() {
        Retraining retraining = start(poor, giving(good), "150");
        log.append(Tastes.opinions(150, 1), null);
        Attempt attempt = awaitAttempt(retraining, 1);
        Retrainer.Task task = tasks.getFirst();
        assertThat(task.folder()).isEqualTo(folder.resolve("models/000001"));
        assertThat(Logs.text(task.rows()).lines()).hasSize((int) attempt.trainedRows() + 1);
        assertThat(task.valid()).isNotNull().exists();
        assertThat(Logs.text(folder.resolve("models/000001/held-out.csv")).lines()).hasSize(comparison(attempt).rows() + 1);
    }
}
