package dev.obverse.serve.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the server listens, who may call it, and what it writes about its requests.
 *
 * @param host name or address to listen on; anything but loopback needs tokens
 * @param port port to listen on; 0 for any free one
 * @param tokens file with a line {@code role token} for each token, or null for a server that is open (on loopback only)
 * @param tlsCertificate PEM file with the certificate chain, or null for plain HTTP
 * @param tlsKey PEM file with the private key (PKCS#8, not encrypted); given if and only if the certificate is
 * @param accessLog file that a line is appended to for each request, or null for standard output
 * @param limits what clients may ask for
 */
public record HttpSettings(
        String host, int port, @Nullable Path tokens, @Nullable Path tlsCertificate, @Nullable Path tlsKey, @Nullable Path accessLog, Limits limits) {
    /** An open server on a port of the loopback address, with the usual limits. */
    public static HttpSettings loopback(int port) {
        return new HttpSettings("127.0.0.1", port, null, null, null, null, Limits.defaults());
    }

    /** The same on another address. */
    public HttpSettings withHost(String newHost) {
        return new HttpSettings(newHost, port, tokens, tlsCertificate, tlsKey, accessLog, limits);
    }

    /** The same with tokens, or without. */
    public HttpSettings withTokens(@Nullable Path newTokens) {
        return new HttpSettings(host, port, newTokens, tlsCertificate, tlsKey, accessLog, limits);
    }

    /** The same over TLS, or without. */
    public HttpSettings withTls(@Nullable Path newCertificate, @Nullable Path newKey) {
        return new HttpSettings(host, port, tokens, newCertificate, newKey, accessLog, limits);
    }

    /** The same with its access log in a file, or on standard output. */
    public HttpSettings withAccessLog(@Nullable Path newAccessLog) {
        return new HttpSettings(host, port, tokens, tlsCertificate, tlsKey, newAccessLog, limits);
    }

    /** The same with other limits. */
    public HttpSettings withLimits(Limits newLimits) {
        return new HttpSettings(host, port, tokens, tlsCertificate, tlsKey, accessLog, newLimits);
    }
}
