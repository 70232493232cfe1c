package dev.obverse.lab.report;

import dev.obverse.lab.result.ResultFiles;
import dev.obverse.lab.result.StudyResults;
import dev.obverse.lab.result.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes the report of a study: one HTML file with the results, the style, the scripts and Apache ECharts in it, which needs neither a
 * network nor a server. It follows the reader's choice of light or dark.
 */
public final class Report {
    private Report() {}

    /**
     * Writes the page whole or not at all.
     *
     * @throws dev.obverse.core.InvalidInputException if the file cannot be written
     */
    public static void write(Path file, StudyResults results) {
        WholeFile.write(file, html(results).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the page. */
    static String html(StudyResults results) {
        StringBuilder html = new StringBuilder(1 << 21);
        String page = resource("page.html");
        int at = 0;
        // One pass over the page: what is put in is never searched for a slot.
        for (int open = page.indexOf("{{"); open >= 0; open = page.indexOf("{{", at)) {
            int close = page.indexOf("}}", open);
            html.append(page, at, open).append(slot(page.substring(open + 2, close), results));
            at = close + 2;
        }
        return html.append(page, at, page.length()).toString();
    }

    private static String slot(String name, StudyResults results) {
        return switch (name) {
            case "title" -> escaped(results.title());
            case "results" -> inScript(ResultFiles.json(results));
            default -> name.endsWith(".js") ? closed(resource(name)) : resource(name);
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** JSON in which nothing can end the script element or open a comment: both begin with {@code <}. */
    private static String inScript(String json) {
        return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    private static String closed(String script) {
        if (script.contains("</script")) {
            throw new IllegalStateException("a script of the report would end its own element");
        }
        return script;
    }

    private static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the report's " + name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
