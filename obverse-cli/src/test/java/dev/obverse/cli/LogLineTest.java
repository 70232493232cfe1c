package dev.obverse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LogLineTest {
    private static String line(Level level, String message, @Nullable Throwable thrown, Object... arguments) {
        Logger logger = new LoggerContext().getLogger("dev.obverse");
        return new String(new LogLine().encode(new LoggingEvent("", logger, level, message, thrown, arguments)), StandardCharsets.UTF_8);
    }

    @Test
    void anEventIsALineThatBeginsWithItsLevel() {
        assertThat(line(Level.INFO, "kernels: {}", null, "simd-512")).isEqualTo("INFO  kernels: simd-512" + System.lineSeparator());
        assertThat(line(Level.ERROR, "out", null)).isEqualTo("ERROR out" + System.lineSeparator());
    }

    @Test
    void aStackTraceStandsBelow() {
        assertThat(line(Level.WARN, "stopped", new IllegalStateException("torn"))).startsWith("WARN  stopped" + System.lineSeparator())
                .contains("java.lang.IllegalStateException: torn", "\tat dev.obverse.cli.LogLineTest");
    }
}
