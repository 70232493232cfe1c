package dev.obverse.serve.http;

import dev.obverse.core.InvalidInputException;
import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** TLS from a certificate chain and a private key in PEM (RFC 7468). */
final class PemFiles {
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemFiles() {}

    /** Reads both; null if there are none. */
    static @Nullable Tls tls(@Nullable Path certificate, @Nullable Path key) {
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new InvalidInputException("TLS needs a certificate and a key: give --tls-cert and --tls-key, or neither");
        }
        List<X509Certificate> chain = chain(certificate);
        PublicKey own = chain.getFirst().getPublicKey();
        PrivateKey privateKey = key(key, own.getAlgorithm());
        if (!fit(own, privateKey)) {
            throw new InvalidInputException(otherKey(key, own.getAlgorithm()));
        }
        return Tls.builder()
                .privateKey(privateKey)
                .privateKeyCertChain(chain)
                .enabledProtocols(List.of("TLSv1.3", "TLSv1.2"))
                .build();
    }

    private static List<X509Certificate> chain(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast).toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (GeneralSecurityException e) {
            throw new InvalidInputException("--tls-cert " + file + " holds no certificate in PEM; give a file that begins with BEGIN CERTIFICATE", e);
        } catch (IOException e) {
            throw new InvalidInputException("--tls-cert " + file + " cannot be read; give a file that is there and readable", e);
        }
        throw new InvalidInputException("--tls-cert " + file + " holds no certificate in PEM; give a file that begins with BEGIN CERTIFICATE");
    }

    private static PrivateKey key(Path file, String algorithm) {
        try {
            Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!pem.find()) {
                throw new InvalidInputException("--tls-key " + file + " holds no private key in PEM that is PKCS#8 and not encrypted; "
                        + "convert it with: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW");
            }
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new InvalidInputException(otherKey(file, algorithm), e);
        } catch (IOException e) {
            throw new InvalidInputException("--tls-key " + file + " cannot be read; give a file that is there and readable", e);
        }
    }

    /**
     * Whether both are of one pair: what the key signs, the certificate verifies. With another key of the same kind a server would start, and every
     * handshake fail. Kinds that are rare in certificates of servers are taken as they are.
     */
    private static boolean fit(PublicKey own, PrivateKey key) {
        String algorithm = switch (own.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> null;
        };
        if (algorithm == null) {
            return true;
        }
        byte[] text = {'o', 'b', 'v', 'e', 'r', 's', 'e'};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            byte[] signed = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(own);
            verifying.update(text);
            return verifying.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String otherKey(Path file, String algorithm) {
        return "--tls-key " + file + " is not the " + algorithm + " key of --tls-cert; give the key of that certificate";
    }
}
