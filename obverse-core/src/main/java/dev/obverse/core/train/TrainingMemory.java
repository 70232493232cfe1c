package dev.obverse.core.train;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.Label;
import dev.obverse.core.backbone.Architecture;
import dev.obverse.core.backbone.RecommenderModel;
import dev.obverse.core.config.Setting;
import dev.obverse.core.config.TrainingConfig;
import dev.obverse.core.kernel.Kernels;
import dev.obverse.core.kernel.ScalarKernels;
import dev.obverse.core.parameter.EmbeddingTable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a training run holds in the Java heap when it holds most, by arithmetic from counts and config, before any of it is allocated:
 * so much for each user, item and row. Tables, their optimizer state and pairs are exact; ids are taken to have up to 16 bytes. Garbage that
 * is not yet collected comes on top, and so does what lies outside the heap.
 *
 * @param parts what there is so many of
 */
public record TrainingMemory(List<Part> parts) {
    /**
     * An interaction, and the same by user for the model file. While training, the seen items take that room; the bits that they have in a dense
     * log are at most three bytes a row more.
     */
    private static final int ROW = 9 + 9;
    private static final int PAIR = Long.BYTES;
    /** An id's text, its offset, and up to four slots of the index. */
    private static final int ID = 16 + Long.BYTES + 4 * Integer.BYTES;
    /** Shrunk rate, counts of labels, place among the seen items, place in the history; the notes of two batches on their distinct rows. */
    private static final int COUNTS = 36 + 2 * 5;
    /** Two evaluations side by side, with their sorts, and the logits that they compare. */
    private static final int JUDGED = 160;
    /** Passes of the Inverse Gradient: one over unlabeled pairs, three over labelled ones. */
    private static final int GUARDED_PASSES = 4;
    /** A layer's weights in panels forward and back, and their gradient in four parts. */
    private static final int IN_A_PASS = 6;
    /** What a row of activations is padded by at most. */
    private static final int PADDING = 47;
    /** Ids, slots, logits and slopes of a pair. */
    private static final int IDS = 24;
    private static final double GIB = 1 << 30;

    /**
     * So many things of so many bytes each.
     *
     * @param name of the things, in the plural
     * @param count how many there are
     * @param bytesEach what one takes
     */
    public record Part(String name, long count, long bytesEach) {
        long bytes() {
            return count * bytesEach;
        }
    }

    /** Copies the list. */
    public TrainingMemory {
        parts = List.copyOf(parts);
    }

    /**
     * The number of things that a run deals with.
     *
     * @param users users of the training rows
     * @param items items of the training rows and of the catalogue
     * @param rows training rows, with those of earlier runs where the model goes on
     * @param labelled those of them that are labelled
     * @param judged validation or test rows, whichever are more: they are judged one after the other
     */
    public record Counts(long users, long items, long rows, long labelled, long judged) {
        /** Counts what a run trains on, and what it is judged by: its validation rows, or so many test rows. */
        public static Counts of(TrainingData data, int test) {
            long rows = data.train().size();
            return new Counts(data.users(), data.items(), rows + data.earlier().size(), rows - data.train().count(Label.UNLABELED),
                    Math.max(data.valid().size(), test));
        }
    }

    /**
     * Adds up what a run needs.
     *
     * @throws InvalidInputException if a table or an epoch has more than the 2^31 elements of one Java array: the engine is built on
     *     such arrays, and beyond them a cluster is faster than one machine
     */
    public static TrainingMemory of(TrainingConfig config, Counts counts) {
        Kernels any = new ScalarKernels();
        int copies = 1 + Methods.optimizer(config, any).stateSlots();
        long userWidth = 0;
        long itemWidth = 0;
        Architecture architecture = Architecture.of(config);
        // One user and two items tell the tables apart; a tower would be as large as it is.
        RecommenderModel shape = architecture.withNarrowTower().blank(1, 2, any);
        for (EmbeddingTable table : shape.parameters().tables()) {
            boolean ofUsers = table.rows() == 1;
            table.requireRoom(ofUsers ? counts.users : counts.items, table.width() * copies);
            userWidth += ofUsers ? table.width() : 0;
            itemWidth += ofUsers ? 0 : table.width();
        }
        requireEpoch(config, counts.labelled);
        requireBatch(config, architecture, Math.max(userWidth, itemWidth));
        // One copy more: of the values while room is made for the state, later of the best epoch.
        long each = Float.BYTES * (copies + 1L);
        boolean light = TrainingSteps.isLight(shape, (counts.users * userWidth + counts.items * itemWidth) * copies);
        int epochs = light && config.whole(Setting.EPOCHS) > 1 ? 2 : 1;
        return new TrainingMemory(List.of(
                new Part("users", counts.users, userWidth * each + ID + COUNTS),
                new Part("items", counts.items, itemWidth * each + ID + COUNTS),
                new Part("training rows", counts.rows, ROW),
                new Part("labelled rows", counts.labelled, perLabelledRow(config, epochs)),
                new Part("judged rows", counts.judged, JUDGED),
                new Part("weights", architecture.parameters(0, 0), perWeight(config, copies)),
                new Part("pairs in passes", pairsInPasses(config), Float.BYTES * perPair(architecture, userWidth + itemWidth)),
                new Part("exposed and unexposed pairs", exposedAndNot(config), Float.BYTES * (2 * (userWidth + itemWidth) + IDS))));
    }

    /** Value and state, the best epoch's copy, gradients and a trial's undo log; and in each pass the weight in panels and, of a layer, in parts. */
    private static long perWeight(TrainingConfig config, int copies) {
        boolean guarded = config.is(Setting.METHOD, "ig");
        return Float.BYTES * (copies + 1 + (guarded ? 3L : 1L) + (guarded ? GUARDED_PASSES : 1L) * IN_A_PASS);
    }

    /** Pairs that the passes of a step have room for: of the Inverse Gradient three labelled batches and an unlabeled one. */
    private static long pairsInPasses(TrainingConfig config) {
        long batches = config.is(Setting.METHOD, "ig") ? GUARDED_PASSES - 1 : 1;
        return batches * config.whole(Setting.BATCH) + drawnForABatch(config);
    }

    /** Unlabeled pairs that go through a pass of their own beside a batch. */
    private static long drawnForABatch(TrainingConfig config) {
        long batch = config.whole(Setting.BATCH);
        return switch (config.text(Setting.METHOD)) {
            case "ig" -> batch * config.whole(Setting.UNLABELED_RATIO);
            case "dns" -> batch * config.whole(Setting.HARD_OF);
            default -> 0;
        };
    }

    /** Pairs of a step of exposure pre-training: as many unexposed ones as it draws rows. */
    private static long exposedAndNot(TrainingConfig config) {
        return config.number(Setting.EXPOSURE_EPOCHS) > 0 ? 2L * config.whole(Setting.BATCH) : 0;
    }

    /** Refuses batches of which a step would need more than one array holds for a single thing. */
    private static void requireBatch(TrainingConfig config, Architecture architecture, long tableWidth) {
        int batch = config.whole(Setting.BATCH);
        int layer = architecture.layers().stream().mapToInt(Integer::intValue).max().orElse(0);
        requireStep(Math.max(batch, drawnForABatch(config)), Math.max(tableWidth, Math.max(layer, architecture.mlp()) + PADDING), batch);
        requireStep(exposedAndNot(config), tableWidth, batch);
    }

    private static void requireStep(long pairs, long width, int batch) {
        if (pairs * width > EmbeddingTable.MOST_VALUES) {
            throw new InvalidInputException(String.format(Locale.ROOT,
                    "a step over %,d pairs with %,d values each needs more than one array of this machine holds (2^31): lower batch (it is %d) or dim",
                    pairs, width, batch));
        }
    }

    /** Values and gradients of a pair in a tower, of its rows there and in their tables. */
    private static long perPair(Architecture architecture, long tableWidths) {
        long tower = 0;
        for (int layer : architecture.layers()) {
            tower += 2L * (layer + PADDING);
        }
        if (architecture.mlp() > 0) {
            tower += 2 * 2 * (architecture.mlp() + architecture.layers().get(0) + 2L * PADDING);
        }
        return 2 * tableWidths + tower + IDS;
    }

    /** A place in the list of labelled rows, and the pairs of an epoch; of two where two threads would lay out the next one meanwhile. */
    private static long perLabelledRow(TrainingConfig config, int epochs) {
        int split = config.is(Setting.METHOD, "ig") ? Integer.BYTES : 0;
        return Integer.BYTES + split + (long) Math.ceil(epochs * PAIR * pairs(config));
    }

    /**
     * Refuses an epoch that is too long.
     *
     * @throws InvalidInputException if it has more pairs than one Java array holds
     */
    static void requireEpoch(TrainingConfig config, long labelled) {
        if (pairs(config) * labelled > EmbeddingTable.MOST_VALUES) {
            throw new InvalidInputException(String.format(Locale.ROOT,
                    "an epoch over %,d labelled rows with unlabeled-ratio %d has more pairs than one array of this machine holds (2^31):"
                            + " lower unlabeled-ratio, or train on Spark (obverse-spark)", labelled, config.whole(Setting.UNLABELED_RATIO)));
        }
    }

    /** Pairs of an epoch for each labelled row. */
    private static double pairs(TrainingConfig config) {
        int ratio = config.whole(Setting.UNLABELED_RATIO);
        return switch (config.text(Setting.METHOD)) {
            case "bce", "obverse" -> 1;
            case "ig" -> 1 + ratio * (1 - config.number(Setting.TRAINING_TRAIN));
            default -> 1 + ratio;
        };
    }

    /** Returns the sum in bytes. */
    public long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /**
     * Refuses a run that cannot end well.
     *
     * @param heap the most bytes that the heap may take, as {@link Runtime#maxMemory} tells
     * @throws InvalidInputException if the sum is above it; the sentence shows the arithmetic
     */
    public void requireHeap(long heap) {
        if (bytes() > heap) {
            throw new InvalidInputException(String.format(Locale.ROOT,
                    "training needs %.2f GiB of Java heap (%s), but the heap may take %.2f GiB: raise it with OBVERSE_JAVA_OPTS=-Xmx%dg,"
                            + " lower dim, or train on Spark (obverse-spark)",
                    bytes() / GIB, arithmetic(), heap / GIB, (long) Math.ceil(1.25 * bytes() / GIB)));
        }
    }

    /** Returns the sum as it is added up: {@code 5,000,000 users x 598 B + ...}. */
    public String arithmetic() {
        return parts.stream()
                .filter(part -> part.bytes() > 0)
                .map(part -> String.format(Locale.ROOT, "%,d %s x %,d B", part.count, part.name, part.bytesEach))
                .collect(Collectors.joining(" + "));
    }
}
