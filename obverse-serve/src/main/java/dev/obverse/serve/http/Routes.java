package dev.obverse.serve.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the route of a request among all that the server has. */
final class Routes {
    /**
     * A route that fits.
     *
     * @param route the route
     * @param segment what stands in place of its {@code {name}}, decoded; empty if it has none
     */
    record Match(Route route, String segment) {}

    private final List<Route> routes;
    private final List<String[]> templates = new ArrayList<>();

    Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.routes.forEach(route -> templates.add(route.template().substring(1).split("/", -1)));
    }

    List<Route> all() {
        return routes;
    }

    /**
     * Finds the route.
     *
     * @param method as in the request line
     * @param rawPath still encoded, so that an id may hold a slash
     * @throws Problem with status 404 for an unknown path, 405 for a method that the path has not
     */
    Match find(String method, String rawPath) {
        if (!rawPath.startsWith("/")) {
            throw Problem.unreadable("the address does not begin with a slash");
        }
        String wanted = method.equals("HEAD") ? "GET" : method;
        String[] segments = rawPath.substring(1).split("/", -1);
        List<Route> others = new ArrayList<>(0);
        for (int r = 0; r < templates.size(); r++) {
            int at = fit(templates.get(r), segments);
            if (at == NO) {
                continue;
            }
            Route route = routes.get(r);
            if (route.method().equals(wanted)) {
                return new Match(route, segment(templates.get(r), segments, at));
            }
            others.add(route);
        }
        if (others.isEmpty()) {
            throw Problem.notFound("there is nothing at this address; /openapi.json lists what there is");
        }
        throw wrongMethod(others);
    }

    private static final int NO = -2;
    private static final int NONE = -1;

    /** The index of the segment that the template leaves open, or that there is none, or that the path does not fit. */
    private static int fit(String[] template, String[] segments) {
        boolean open = template[template.length - 1].endsWith("*}");
        if (open ? segments.length < template.length : segments.length != template.length) {
            return NO;
        }
        int at = NONE;
        for (int i = 0; i < template.length; i++) {
            if (template[i].startsWith("{")) {
                at = i;
            } else if (!template[i].equals(segments[i])) {
                return NO;
            }
        }
        return at;
    }

    private static String segment(String[] template, String[] segments, int at) {
        if (at == NONE) {
            return "";
        }
        if (template[at].endsWith("*}")) {
            StringBuilder rest = new StringBuilder(PercentDecoder.decode(segments[at]));
            for (int i = at + 1; i < segments.length; i++) {
                rest.append('/').append(PercentDecoder.decode(segments[i]));
            }
            return rest.toString();
        }
        return PercentDecoder.decode(segments[at]);
    }

    private static Problem wrongMethod(List<Route> others) {
        String allowed = others.stream().map(route -> route.method().equals("GET") ? "GET, HEAD" : route.method()).collect(Collectors.joining(", "));
        return new Problem(Status.METHOD_NOT_ALLOWED_405, "this address answers to " + allowed + " only",
                HeaderValues.create(HeaderNames.ALLOW, allowed));
    }
}
