package dev.obverse.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KernelProvidersTest {
    private final List<String> lines = new ArrayList<>();
    private final System.Logger log = new System.Logger() {
        @Override
        public String getName() {
            return "test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
            lines.add(message);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, Object @Nullable ... parameters) {
            lines.add(message);
        }
    };

    @Test
    void takesVectorsWhereTheModuleIsThere() {
        Kernels kernels = KernelProviders.choose("auto", log);
        assertThat(kernels.name()).matches("simd-(128|256|512)");
        assertThat(lines).containsExactly("kernels: " + kernels.name() + ", the width that this processor prefers");
        assertThat(32 % kernels.panelWidth()).isZero();
    }

    @Test
    void thePropertyForcesPlainLoops() {
        assertThat(KernelProviders.choose("scalar", log).name()).isEqualTo("scalar");
        assertThat(lines).containsExactly("kernels: scalar, because obverse.kernels=scalar");
    }

    @Test
    void refusesAnUnknownWish() {
        assertThatThrownBy(() -> KernelProviders.choose("avx", log))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("obverse.kernels=avx is not one of auto, scalar, simd");
    }
}
