package dev.obverse.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import org.junit.jupiter.api.Test;

final class InvalidInputExceptionTest {

    @Test
    void showsTheSentenceAndNothingOfItsCause() {
        var cause = new EOFException("unexpected end of ZLIB input stream");
        var exception = new InvalidInputException("views.csv.gz is cut off after row 812: fetch it again.", cause);

        assertThat(exception).hasMessage("views.csv.gz is cut off after row 812: fetch it again.").hasCause(cause);
    }
}
