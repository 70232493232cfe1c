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
    /** An interaction, and the same by user for the model file; while training, the seen items take that room. */
    private static final int ROW = 9 + 9;
    private static final int PAIR = Long.BYTES;
    /** An id's text, its offset, and up to four slots of the index. */
    private static final int ID = 16 + Long.BYTES + 4 * Integer.BYTES;
    /** Shrunk rate, counts of labels, place among the seen items, place in the history; the notes of two batches on their distinct rows. */
    private static final int COUNTS = 36 + 2 * 5;
    /** Two evaluations side by side, with their sorts, and the logits that they compare. */
    private static final int JUDGED = 160;
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
            int rows = data.train().size();
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
        // One user and two items tell the tables apart.
        RecommenderModel shape = Architecture.of(config).blank(1, 2, any);
        for (EmbeddingTable table : shape.parameters().tables()) {
            boolean ofUsers = table.rows() == 1;
            table.requireRoom(ofUsers ? counts.users : counts.items, table.width() * copies);
            userWidth += ofUsers ? table.width() : 0;
            itemWidth += ofUsers ? 0 : table.width();
        }
        // One copy more: of the values while room is made for the state, later of the best epoch.
        long each = Float.BYTES * (copies + 1L);
        boolean light = TrainingSteps.isLight(shape, (counts.users * userWidth + counts.items * itemWidth) * copies);
        int epochs = light && config.whole(Setting.EPOCHS) > 1 ? 2 : 1;
        return new TrainingMemory(List.of(
                new Part("users", counts.users, userWidth * each + ID + COUNTS),
                new Part("items", counts.items, itemWidth * each + ID + COUNTS),
                new Part("training rows", counts.rows, ROW),
                new Part("labelled rows", counts.labelled, perLabelledRow(config, counts.labelled, epochs)),
                new Part("judged rows", counts.judged, JUDGED)));
    }

    /** A place in the list of labelled rows, and the pairs of an epoch; of two where two threads would lay out the next one meanwhile. */
    private static long perLabelledRow(TrainingConfig config, long labelled, int epochs) {
        int ratio = config.whole(Setting.UNLABELED_RATIO);
        double pairs = switch (config.text(Setting.METHOD)) {
            case "bce", "obverse" -> 1;
            case "ig" -> 1 + ratio * (1 - config.number(Setting.TRAINING_TRAIN));
            default -> 1 + ratio;
        };
        if (pairs * labelled > EmbeddingTable.MOST_VALUES) {
            throw new InvalidInputException(String.format(Locale.ROOT,
                    "an epoch over %,d labelled rows with unlabeled-ratio %d has more pairs than one array of this machine holds (2^31):"
                            + " lower unlabeled-ratio, or train on Spark (obverse-spark)", labelled, ratio));
        }
        int split = config.is(Setting.METHOD, "ig") ? Integer.BYTES : 0;
        return Integer.BYTES + split + (long) Math.ceil(epochs * PAIR * pairs);
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
