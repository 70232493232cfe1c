package dev.obverse.serve.http;

import dev.obverse.core.model.Sha256;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The page, what it is made of, and the description of the API: resources of this jar. */
final class PageRoutes {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "json", "application/json");
    private static final Header REVALIDATE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

    private final Map<String, Resource> found = new ConcurrentHashMap<>();

    private record Resource(Answer whole, Answer unchanged, String tag) {}

    List<Route> routes() {
        return List.of(
                Route.get("/", Access.OPEN, List.of(), call -> answer(call, "/web/index.html")),
                Route.get("/assets/{name*}", Access.OPEN, List.of(), this::asset),
                Route.get("/openapi.json", Access.OPEN, List.of(), call -> answer(call, "/dev/obverse/serve/http/openapi.json")));
    }

    private Answer asset(Call call) {
        if (!NAME.matcher(call.segment()).matches()) {
            throw Problem.notFound("there is no such asset");
        }
        return answer(call, "/web/assets/" + call.segment());
    }

    private Answer answer(Call call, String path) {
        Resource resource = found.get(path);
        if (resource == null) {
            resource = resource(path);
            // Only what is there is kept, so there is no end to it only if there is none to the jar.
            found.put(path, resource);
        }
        return matches(call.ifNoneMatch(), resource.tag) ? resource.unchanged : resource.whole;
    }

    private static boolean matches(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null && ifNoneMatch.contains(tag);
    }

    private static Resource resource(String path) {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        byte[] bytes = type == null ? null : bytes(path);
        if (type == null || bytes == null) {
            throw Problem.notFound("there is no such asset");
        }
        String tag = tag(bytes);
        Header entityTag = HeaderValues.create(HeaderNames.ETAG, tag);
        return new Resource(
                new Answer(Status.OK_200, bytes, List.of(HeaderValues.create(HeaderNames.CONTENT_TYPE, type), entityTag, REVALIDATE)),
                new Answer(Status.NOT_MODIFIED_304, new byte[0], List.of(entityTag, REVALIDATE)),
                tag);
    }

    private static byte @Nullable [] bytes(String path) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] bytes) {
        return '"' + HexFormat.of().formatHex(Sha256.digest().digest(bytes), 0, 16) + '"';
    }
}
