package dev.obverse.lab.yaml;

import dev.obverse.core.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * A YAML file that has been looked through before anything is made of it, and knows at which line each place of it stands.
 *
 * <p>At most 1 MiB of UTF-8, 32 levels deep; one document; no key twice in a mapping; no anchors, aliases or tags.
 */
public final class YamlFile {
    /** The factory that a mapper of such files is built on. */
    public static final YAMLFactory FACTORY = YAMLFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final int MOST_BYTES = 1 << 20;
    private static final int LONGEST_REASON = 200;

    private final Path file;
    private final String text;
    private final Map<String, Integer> lines = new HashMap<>();

    private YamlFile(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads a file and looks through it.
     *
     * @param what what the file is, for sentences: "study"
     * @throws InvalidInputException if it cannot be read, or is not such a file: one sentence with the line
     */
    public static YamlFile read(Path file, String what) {
        YamlFile yaml = new YamlFile(file, text(file, what));
        try (YAMLParser parser = (YAMLParser) FACTORY.createParser(ObjectReadContext.empty(), yaml.text)) {
            yaml.lookThrough(parser);
        } catch (JacksonException e) {
            throw yaml.wrong(e);
        }
        return yaml;
    }

    private static String text(Path file, String what) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new InvalidInputException("the " + what + " " + file + " has more than " + (MOST_BYTES >> 10) + " KiB; it can hardly be one");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("the " + what + " " + file + " cannot be read: there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException("the " + what + " " + file + " cannot be read: its text is not UTF-8", e);
        } catch (IOException e) {
            throw new InvalidInputException("the " + what + " " + file + " cannot be read: "
                    + (Files.isDirectory(file) ? "it is a directory" : e.getMessage()), e);
        }
    }

    private void lookThrough(YAMLParser parser) {
        int depth = 0;
        boolean ended = false;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            int line = parser.currentTokenLocation().getLineNr();
            if (ended) {
                throw new InvalidInputException(file + ", line " + line + ": a second document begins; one file holds one");
            }
            if (parser.isCurrentAlias() || parser.getObjectId() != null) {
                throw new InvalidInputException(file + ", line " + line + ": anchors and aliases (& and *) are not allowed; write the value out, "
                        + "or put it in quotes");
            }
            if (parser.getTypeId() != null) {
                throw new InvalidInputException(file + ", line " + line + ": tags (!) are not allowed; put the value in quotes if it begins with one");
            }
            lines.putIfAbsent(path(parser.streamReadContext()), line);
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            ended = depth == 0;
        }
    }

    /** The way to a place: keys and indices, from the top. */
    private static String path(TokenStreamContext context) {
        StringBuilder path = new StringBuilder();
        for (TokenStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
            path.insert(0, "\u0000" + (at.inArray() ? String.valueOf(at.getCurrentIndex()) : at.currentName()));
        }
        return path.toString();
    }

    /** Returns the text, as it was looked through. */
    public String text() {
        return text;
    }

    /**
     * Returns the file and the line of a place, for the beginning of a sentence.
     *
     * @param place keys and indices from the top; of a place that is not there the nearest one above it counts
     */
    public String where(List<?> place) {
        for (int length = place.size(); length > 0; length--) {
            StringBuilder path = new StringBuilder();
            place.subList(0, length).forEach(step -> path.append('\u0000').append(step));
            Integer line = lines.get(path.toString());
            if (line != null) {
                return file + ", line " + line;
            }
        }
        return file.toString();
    }

    /** Returns the sentence for a file that a parser could not understand. */
    public InvalidInputException wrong(JacksonException e) {
        String place = e.getLocation() == null || e.getLocation().getLineNr() < 1 ? "" : ", line " + e.getLocation().getLineNr();
        return new InvalidInputException(file + place + " is not YAML: " + reason(e), e);
    }

    /** What is wrong in the words of the parser, whose first line is its own and whose others quote the file. */
    public static String reason(JacksonException e) {
        return InvalidInputException.shown(String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse(""), LONGEST_REASON);
    }
}
