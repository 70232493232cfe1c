package dev.obverse.serve.feedback;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** A checksum of the rows of a call, times left out, that tells a call that is repeated from another one under the same key. */
final class Fingerprint {
    private final CRC32C sum = new CRC32C();

    void add(Feedback row) {
        add(row.user());
        add(row.item());
        add(row.kind().word());
    }

    /** An id holds no NUL, so what stands between two of them is told from what is in one. */
    private void add(String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        sum.update(0);
    }

    long value() {
        return sum.getValue();
    }
}
