package dev.obverse.serve.http;

import dev.obverse.core.InvalidInputException;
import dev.obverse.core.model.Sha256;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bearer tokens (RFC 6750) that the server knows, each with its role. Only their SHA-256 is kept. A token that is offered is compared
 * with every one of them, each time over all 32 bytes, so that the time tells nothing of how near it came.
 */
final class Tokens {
    private static final int SHORTEST = 16;
    private static final String SCHEME = "bearer ";

    private record Known(Access role, Hash hash) {}

    /** A digest, which is compared in constant time only. */
    private static final class Hash {
        private final byte[] bytes;

        Hash(String token) {
            bytes = Sha256.digest().digest(token.getBytes(StandardCharsets.UTF_8));
        }

        boolean is(Hash other) {
            return MessageDigest.isEqual(bytes, other.bytes);
        }
    }

    private final List<Known> known;

    private Tokens(List<Known> known) {
        this.known = known;
    }

    /** Reads the file; without one, whoever reaches the server may do everything. */
    static Tokens read(@Nullable Path file) {
        if (file == null) {
            return new Tokens(List.of());
        }
        List<Known> known = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                known.add(token(file, number, line.strip().split("\\s+", -1)));
            }
        }
        if (known.isEmpty()) {
            throw new InvalidInputException("the token file " + file + " has no token; give it lines such as: read " + "x".repeat(SHORTEST));
        }
        return new Tokens(List.copyOf(known));
    }

    /** The one token of a role. */
    static Tokens of(Access role, String token) {
        return new Tokens(List.of(new Known(role, new Hash(token))));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new InvalidInputException("the token file " + file + " cannot be read as text; give one that is there and readable", e);
        }
    }

    private static Known token(Path file, int number, String[] words) {
        String where = "the token file " + file + ", line " + number + ": ";
        if (words.length != 2) {
            throw new InvalidInputException(where + "give a role and a token, such as: read " + "x".repeat(SHORTEST));
        }
        Access role = switch (words[0]) {
            case "read" -> Access.READ;
            case "feedback" -> Access.FEEDBACK;
            case "admin" -> Access.ADMIN;
            default -> throw new InvalidInputException(where + "there is no role " + Problem.quoted(words[0]) + "; give read, feedback or admin");
        };
        if (words[1].length() < SHORTEST || !words[1].chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new InvalidInputException(where + "a token has at least " + SHORTEST + " characters, of ASCII alone");
        }
        return new Known(role, new Hash(words[1]));
    }

    /** Whether everyone may do everything. */
    boolean open() {
        return known.isEmpty();
    }

    /**
     * Lets a request in, or not.
     *
     * @param needed what the route asks for
     * @param authorization the header of that name
     * @throws Problem with status 401 without a known token, 403 with one whose role does not suffice
     */
    void require(Access needed, @Nullable String authorization) {
        if (needed == Access.OPEN || open()) {
            return;
        }
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new Problem(Status.UNAUTHORIZED_401, "this address needs a token; send it as Authorization: Bearer TOKEN",
                    HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Bearer"));
        }
        Access role = role(new Hash(authorization.substring(SCHEME.length()).strip()));
        if (role == Access.OPEN) {
            throw new Problem(Status.UNAUTHORIZED_401, "this token is not known; ask whoever runs the server for one",
                    HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\""));
        }
        if (role.compareTo(needed) < 0) {
            String name = needed.name().toLowerCase(Locale.ROOT);
            throw new Problem(Status.FORBIDDEN_403, "this token may not do that; it takes one of the role " + name,
                    HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\", scope=\"" + name + "\""));
        }
    }

    private Access role(Hash offered) {
        Access role = Access.OPEN;
        for (Known token : known) {
            boolean same = token.hash.is(offered);
            role = same && token.role.compareTo(role) > 0 ? token.role : role;
        }
        return role;
    }
}
