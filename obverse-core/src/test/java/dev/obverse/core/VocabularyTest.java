package dev.obverse.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a vocabulary finds besides whole ids. */
final class VocabularyTest {
    private final Vocabulary ids = Vocabulary.of(List.of("b", "ba", "a", "bäb", "", "bab"));

    @Test
    void idsAreFoundByTheirBeginningInOrderOfFirstAppearance() {
        assertThat(ids.startingWith("b", 10)).containsExactly("b", "ba", "bäb", "bab");
        assertThat(ids.startingWith("ba", 10)).containsExactly("ba", "bab");
        assertThat(ids.startingWith("bä", 10)).containsExactly("bäb");
        assertThat(ids.startingWith("bab", 10)).containsExactly("bab");
        assertThat(ids.startingWith("babb", 10)).isEmpty();
    }

    @Test
    void noMoreAreFoundThanAreAskedFor() {
        assertThat(ids.startingWith("b", 2)).containsExactly("b", "ba");
        assertThat(ids.startingWith("", 10)).hasSize(6);
        assertThat(ids.startingWith("b", 0)).isEmpty();
    }
}
