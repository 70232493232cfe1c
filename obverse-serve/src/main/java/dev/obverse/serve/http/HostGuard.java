package dev.obverse.serve.http;

import io.helidon.http.Status;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses requests that name another host than this machine, where the server is open and trusts that only this machine reaches it. A page of a
 * stranger could otherwise have its own name resolve to 127.0.0.1 and read what the server says (DNS rebinding). With tokens, names do not
 * matter.
 */
final class HostGuard {
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");
    private final boolean guarded;
    private final String own;

    HostGuard(String host, boolean open) {
        this.guarded = open;
        this.own = host.toLowerCase(Locale.ROOT);
    }

    /** Whether a server that listens there can be reached from this machine only. */
    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Checks the Host header.
     *
     * @throws Problem with status 421 if it names another host
     */
    void check(String header) {
        if (!guarded) {
            return;
        }
        int colon = header.lastIndexOf(':');
        String name = (colon > header.lastIndexOf(']') ? header.substring(0, colon) : header).toLowerCase(Locale.ROOT);
        if (!HERE.contains(name) && !name.equals(own)) {
            throw new Problem(Status.MISDIRECTED_REQUEST_421,
                    "this server is open to this machine alone and does not answer for " + Problem.quoted(name) + "; use localhost, or give it tokens");
        }
    }
}
