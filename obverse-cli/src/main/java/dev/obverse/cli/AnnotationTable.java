package dev.obverse.cli;

import dev.obverse.core.Vocabulary;
import dev.obverse.core.annotate.Annotation;
import dev.obverse.core.annotate.Reason;
import dev.obverse.core.annotate.Reason.Neighbour;
import dev.obverse.data.Resources;
import dev.obverse.data.TableWriter;
import dev.obverse.data.TableWriter.Column;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The file that {@code annotate} writes, a row at a time. */
final class AnnotationTable implements AutoCloseable {
    private static final List<Column> COLUMNS = List.of(
            Column.text("user"), Column.text("item"), Column.single("logit"), Column.real("probability"),
            Column.real("positive_weight"), Column.real("negative_weight"), Column.real("positive_loss"), Column.real("negative_loss"),
            Column.real("user_rate"), Column.integer("user_labels"), Column.real("item_rate"), Column.integer("item_labels"),
            Column.text("closest"));

    private final TableWriter table;
    private final Vocabulary items;

    AnnotationTable(Path out, Vocabulary items) {
        this.table = TableWriter.open(out, COLUMNS, Resources.DEFAULT);
        this.items = items;
    }

    void write(String user, String item, Annotation annotation) {
        table.text(user).text(item).single(annotation.logit()).real(annotation.probability())
                .real(annotation.loss().positiveWeight()).real(annotation.loss().negativeWeight())
                .real(annotation.loss().positiveLoss()).real(annotation.loss().negativeLoss());
        Reason reason = annotation.reason();
        if (reason == null) {
            table.empty().empty().empty().empty().empty().end();
            return;
        }
        table.real(reason.userRate()).integer(reason.userLabels()).real(reason.itemRate()).integer(reason.itemLabels());
        if (reason.closest().isEmpty()) {
            table.empty().end();
        } else {
            table.text(reason.closest().stream().map(this::text).collect(Collectors.joining("; "))).end();
        }
    }

    private String text(Neighbour neighbour) {
        return String.format(Locale.ROOT, "%s (%s, %.2f)", items.id(neighbour.item()), neighbour.liked() ? "liked" : "disliked", neighbour.cosine());
    }

    /** Puts the file into its place and returns its number of rows. */
    long commit() {
        return table.commit();
    }

    @Override
    public void close() {
        table.close();
    }
}
