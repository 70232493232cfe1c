package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.obverse.core.config.Setting;
import dev.obverse.core.kernel.KernelProviders;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.model.ModelFile;
import dev.obverse.core.model.Recommender;
import dev.obverse.serve.feedback.Attempt;
import dev.obverse.serve.feedback.Feedback;
import dev.obverse.serve.feedback.FeedbackLog;
import dev.obverse.serve.feedback.LogSettings;
import dev.obverse.serve.feedback.Retraining;
import dev.obverse.serve.feedback.RetrainingSettings;
import dev.obverse.serve.feedback.RetrainingStatus;
import dev.obverse.serve.feedback.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that {@code train} made goes on with feedback, in the background of a server, as it does with {@code train --from}. */
@TestInstance(Lifecycle.PER_CLASS)
final class FeedbackRetrainerTest {
    private static final Kernels KERNELS = KernelProviders.choose();

    private Path folder;
    private Path start;
    private Path feedback;
    private final List<Path> swaps = new CopyOnWriteArrayList<>();
    private Attempt first;
    private Attempt second;
    private Attempt refused;

    /** Trains on the log of some viewers and clips, then serves it while the others come, and while somebody turns all opinions round. */
    @BeforeAll
    void serve(@TempDir Path temporary) {
        folder = temporary;
        Path log = Views.write(folder.resolve("views.csv"), known());
        Invocation.of(Views.train(log, folder.resolve("run"), "--set", "bias=prior", "--set", "epochs=5", "--set", "learning-rate=0.01")).succeeded();
        start = folder.resolve("run").resolve("model.safetensors");
        feedback = folder.resolve("feedback");
        List<Feedback> rows = news();
        int half = rows.size() / 2;
        try (FeedbackLog written = FeedbackLog.open(feedback, LogSettings.DEFAULT); Retraining retraining = Retraining.prepare(
                written, start, new Schedule.Rows(half), new FeedbackRetrainer(KERNELS, 1), RetrainingSettings.DEFAULT, KERNELS)) {
            retraining.start(swaps::add);
            written.append(rows.subList(0, half), "first");
            first = awaitAttempt(retraining, 1);
            written.append(rows.subList(half, 2 * half), "second");
            second = awaitAttempt(retraining, 2);
            written.append(turnedRoundThenNot(rows.subList(0, half)), "third");
            refused = awaitAttempt(retraining, 3);
        }
    }

    private static boolean isKnown(Views.View view) {
        return view.viewer() < 20 && view.clip() < 20;
    }

    private static List<String> known() {
        List<String> all = Views.lines(",");
        List<String> kept = new ArrayList<>(all.subList(0, 1));
        for (int row = 0; row < Views.rows().size(); row++) {
            if (isKnown(Views.rows().get(row))) {
                kept.add(all.get(row + 1));
            }
        }
        return kept;
    }

    private static List<Feedback> news() {
        List<Feedback> rows = new ArrayList<>();
        for (Views.View view : Views.rows()) {
            if (!isKnown(view)) {
                Feedback.Kind kind = view.liked() == 1 ? Feedback.Kind.POSITIVE : view.disliked() == 1 ? Feedback.Kind.NEGATIVE : Feedback.Kind.VIEW;
                rows.add(new Feedback(Views.viewer(view.viewer()), Views.clip(view.clip()), kind));
            }
        }
        Collections.shuffle(rows, new Random(5));
        return rows;
    }

    /** The contrary of what everybody thinks, to train on; the truth, to compare by. */
    private static List<Feedback> turnedRoundThenNot(List<Feedback> rows) {
        List<Feedback> all = new ArrayList<>();
        int lies = rows.size() * 3 / 4;
        for (int row = 0; row < rows.size(); row++) {
            Feedback told = rows.get(row);
            Feedback.Kind contrary = switch (told.kind()) {
                case POSITIVE -> Feedback.Kind.NEGATIVE;
                case NEGATIVE -> Feedback.Kind.POSITIVE;
                case VIEW -> Feedback.Kind.VIEW;
            };
            all.add(row < lies ? new Feedback(told.user(), told.item(), contrary) : told);
        }
        return all;
    }

    private static Attempt awaitAttempt(Retraining retraining, long number) {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (true) {
            RetrainingStatus status = retraining.status();
            Attempt last = status.last();
            if (!status.running() && last != null && last.number() >= number) {
                return last;
            }
            assertThat(System.nanoTime()).as("%s", status).isLessThan(patience);
            sleep();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path model(int attempt) {
        return feedback.resolve("models").resolve("%06d".formatted(attempt)).resolve("run").resolve("model.safetensors");
    }

    @Test
    void aModelThatLearnedGoesIntoService() {
        assertThat(first.outcome()).as("%s", first).isEqualTo(Attempt.Outcome.ACCEPTED);
        assertThat(second.outcome()).as("%s", second).isEqualTo(Attempt.Outcome.ACCEPTED);
        assertThat(swaps).containsExactly(model(1), model(2));
    }

    @Test
    void aModelThatLearnedTheContraryDoesNot() {
        assertThat(refused.outcome()).as("%s", refused).isEqualTo(Attempt.Outcome.REJECTED);
        assertThat(refused.reason()).startsWith("the new model is worse");
        assertThat(model(3)).doesNotExist();
    }

    @Test
    void itKnowsTheNewViewersAndClipsAndWhereItComesFrom() {
        Recommender old = ModelFile.read(start, KERNELS);
        Recommender grown = ModelFile.read(model(2), KERNELS);
        assertThat(old.users().size()).isEqualTo(20);
        assertThat(grown.users().size()).isEqualTo(Views.VIEWERS);
        assertThat(grown.users().indexOf(Views.viewer(3))).isEqualTo(old.users().indexOf(Views.viewer(3)));
        assertThat(grown.provenance()).containsEntry("from", ModelFile.sha256(model(1))).containsEntry("rule.positive", FeedbackLog.POSITIVE)
                .containsEntry("rule.negative", FeedbackLog.NEGATIVE);
        assertThat(grown.config()).isEqualTo(old.config());
        assertThat(grown.history().items()).hasSizeGreaterThan(ModelFile.read(model(1), KERNELS).history().items().length);
    }

    /** What a server trains is what the command trains: the same bytes, from the config that lies beside the model. */
    @Test
    void theCommandRepeatsIt() throws Exception {
        Path repeated = folder.resolve("repeated");
        Invocation.of("train", "--config", model(1).resolveSibling("config.yaml").toString(), "--out", repeated.toString()).succeeded();
        assertThat(Files.mismatch(model(1), repeated.resolve("model.safetensors"))).as("first byte that differs").isEqualTo(-1);
    }

    @Test
    void whatTrainingPrintedLiesBesideTheRun() {
        assertThat(model(1).getParent().resolveSibling("training.txt")).content().contains("going on from " + start, "the optimizer starts anew");
    }

    /** On the page everybody says something: a model that drew unlabeled pairs from views alone must be able to go on without any. */
    @ParameterizedTest
    @ValueSource(strings = {"exposed", "mixed"})
    void aModelThatNeedsViewsGoesOnWithLabelsAlone(String pool) {
        Path run = folder.resolve("from-" + pool);
        Invocation.of(Views.train(Views.write(folder.resolve(pool + ".csv"), known()), run, "--set", "method=idl", "--set", "pool=" + pool, "--set",
                "epochs=2")).succeeded();
        Path log = folder.resolve("labels-" + pool);
        List<Feedback> labels = news().stream().filter(row -> row.kind() != Feedback.Kind.VIEW).toList();
        Attempt attempt;
        try (FeedbackLog written = FeedbackLog.open(log, LogSettings.DEFAULT); Retraining retraining = Retraining.prepare(written,
                run.resolve("model.safetensors"), new Schedule.Rows(labels.size()), new FeedbackRetrainer(KERNELS, 1), RetrainingSettings.DEFAULT, KERNELS)) {
            retraining.start(swaps -> { });
            written.append(labels, null);
            attempt = awaitAttempt(retraining, 1);
        }
        assertThat(attempt.outcome()).as("%s", attempt).isEqualTo(Attempt.Outcome.ACCEPTED);
        Path model = log.resolve("models/000001/run/model.safetensors");
        assertThat(ModelFile.read(model, KERNELS).config().text(Setting.POOL)).isEqualTo("auto");
        assertThat(model.getParent().resolveSibling("training.txt")).content().contains("pool of unlabeled pairs is auto, not " + pool);
    }

    /** The whole folder, as it lies, is a log to train on from the start. */
    @Test
    void theLogIsOneToTrainOn() {
        Invocation.of("train", "--data", feedback + "/*.csv", "--positive", FeedbackLog.POSITIVE, "--negative", FeedbackLog.NEGATIVE, "--on-conflict", "latest",
                "--split", "time:0.8,0.1,0.1", "--set", "epochs=1", "--out", folder.resolve("anew").toString()).succeeded();
    }
}
