package dev.obverse.core.train;

import dev.obverse.core.Label;
import dev.obverse.core.backbone.Backbone;
import dev.obverse.core.backbone.Pass;
import dev.obverse.core.parameter.Gradients;
import dev.obverse.core.parameter.Parameters;
import dev.obverse.core.sample.Batch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Another backbone, of which it notes which pairs each step asks for. Used without validation rows, so that only steps ask. */
final class RecordingBackbone implements Backbone, TrainingListener {
    /** The pairs of one step, as user * 1000 + item: those with a label and those without. */
    record Step(int epoch, Set<Integer> labelled, Set<Integer> unlabeled) {}

    private final Backbone inner;
    private final List<Step> steps = new ArrayList<>();
    private final Set<Integer> labelled = Collections.synchronizedSet(new TreeSet<>());
    private final Set<Integer> unlabeled = Collections.synchronizedSet(new TreeSet<>());

    RecordingBackbone(Backbone inner) {
        this.inner = inner;
    }

    List<Step> steps() {
        return steps;
    }

    @Override
    public Parameters parameters() {
        return inner.parameters();
    }

    @Override
    public Pass pass(int capacity) {
        Pass pass = inner.pass(capacity);
        return new Pass() {
            @Override
            public float[] logits(Batch batch) {
                for (int i = 0; i < batch.size(); i++) {
                    Set<Integer> pairs = batch.labels()[i] == Label.UNLABELED_CODE ? unlabeled : labelled;
                    pairs.add(batch.users()[i] * 1000 + batch.items()[i]);
                }
                return pass.logits(batch);
            }

            @Override
            public void gradients(float[] dlogits, Gradients into) {
                pass.gradients(dlogits, into);
            }
        };
    }

    /** A step has ended: what was asked for since the last one is its pairs. */
    @Override
    public void step(int epoch, long done, long total) {
        steps.add(new Step(epoch, new TreeSet<>(labelled), new TreeSet<>(unlabeled)));
        labelled.clear();
        unlabeled.clear();
    }
}
