package dev.obverse.cli;

import java.io.File;
import java.util.List;

/** The class path of the tests, for a process of their own. A build tool may run them from one jar that only names it. */
final class TestClassPath {
    private TestClassPath() {}

    static List<String> entries() {
        String path = System.getProperty("surefire.test.class.path", "");
        return List.of((path.isEmpty() ? System.getProperty("java.class.path", ".") : path).split(File.pathSeparator, -1));
    }

    static String joined() {
        return String.join(File.pathSeparator, entries());
    }
}
