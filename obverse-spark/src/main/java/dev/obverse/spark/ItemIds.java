package dev.obverse.spark;

import dev.obverse.core.Interactions;
import dev.obverse.core.Vocabulary;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The items that training knows, in the order of their dense ids, as it travels to executors; the index of them is built where it is asked for. */
final class ItemIds implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] utf8;
    private final long[] offsets;
    private transient volatile @Nullable Vocabulary vocabulary;

    ItemIds(Vocabulary ids) {
        utf8 = ids.utf8();
        offsets = ids.utf8Offsets();
        vocabulary = ids;
    }

    int size() {
        return offsets.length - 1;
    }

    /** Returns the ids with their index; tasks that ask at once may build it twice. */
    Vocabulary vocabulary() {
        Vocabulary ids = vocabulary;
        if (ids == null) {
            ids = Vocabulary.ofUtf8(utf8, offsets);
            vocabulary = ids;
        }
        return ids;
    }

    /** Returns the dense id, or {@link Interactions#UNKNOWN}. */
    int indexOf(@Nullable String id) {
        return id == null ? Interactions.UNKNOWN : vocabulary().indexOf(id);
    }
}
