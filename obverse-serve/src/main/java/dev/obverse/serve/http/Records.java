package dev.obverse.serve.http;

/** Counts and logs requests: whatever is answered passes here, be it by a route or by Helidon itself. */
record Records(Meters meters, AccessLog log) {
    /** An answer by a route, or by the front before it came to one; then the route is {@code -}. */
    void request(String method, String route, int status, long nanos, long bytes) {
        // An unknown method is a client's word, of which there are too many to count by.
        String known = route.equals("-") ? "-" : method;
        meters.request(known, route, status, nanos);
        log.write(known, route, status, nanos, bytes);
    }

    /** An answer to what was no request. */
    void transport(int status, long bytes) {
        request("-", "-", status, 0, bytes);
    }
}
