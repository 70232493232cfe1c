package dev.obverse.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import dev.obverse.serve.ServeConfig;
import dev.obverse.serve.Server;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, from where. */
final class SecurityTest {
    private static final String READ = "reader-token-0001";
    private static final String FEEDBACK = "feedback-token-02";
    private static final String ADMIN = "admin-token-000003";

    @TempDir private static Path folder;
    private static Running running;

    @BeforeAll
    static void start() throws IOException {
        Path tokens = Files.writeString(folder.resolve("tokens"),
                "# who may do what\nread " + READ + "\n\nfeedback  " + FEEDBACK + "\nadmin " + ADMIN + "\n");
        running = Running.in(folder, http -> http.withTokens(tokens));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET  | /v1/users/u1/recommendations |                        | 401 | 200 | 200 | 200
            GET  | /v1/users                    |                        | 401 | 200 | 200 | 200
            GET  | /v1/users/u1/history         |                        | 401 | 200 | 200 | 200
            GET  | /v1/items/i1/similar         |                        | 401 | 200 | 200 | 200
            GET  | /v1/annotations              |                        | 401 | 200 | 200 | 200
            GET  | /v1/training                 |                        | 401 | 200 | 200 | 200
            GET  | /v1/status                   |                        | 401 | 200 | 200 | 200
            GET  | /v1/model                    |                        | 401 | 200 | 200 | 200
            GET  | /metrics                     |                        | 401 | 200 | 200 | 200
            POST | /v1/score                    | `{"pairs":[]}`         | 401 | 200 | 200 | 200
            POST | /v1/rank                     | `{"user":"u1","items":[]}` | 401 | 200 | 200 | 200
            POST | /v1/users/fold-in            | `{"labels":[]}`        | 401 | 200 | 200 | 200
            POST | /v1/feedback                 | `{"user":"u1","item":"i1","feedback":"view"}` | 401 | 403 | 200 | 200
            POST | /v1/model                    | `{"file":"model.safetensors"}` | 401 | 403 | 403 | 200
            GET  | /health/live                 |                        | 200 | 200 | 200 | 200
            GET  | /health/ready                |                        | 200 | 200 | 200 | 200
            GET  | /openapi.json                |                        | 200 | 200 | 200 | 200
            """)
    void eachRoleMayDoItsPart(String method, String path, String body, int nobody, int reader, int feedback, int admin) {
        int[] expected = {nobody, reader, feedback, admin};
        String[] tokens = {null, READ, FEEDBACK, ADMIN};
        for (int i = 0; i < tokens.length; i++) {
            String[] headers = tokens[i] == null ? new String[0] : new String[] {"Authorization", "Bearer " + tokens[i]};
            HttpResponse<String> response = method.equals("GET") ? running.get(path, headers) : running.post(path, body, headers);
            assertThat(response.statusCode()).as("%s %s with %s: %s", method, path, tokens[i], response.body()).isEqualTo(expected[i]);
            if (expected[i] > 400) {
                assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong-token-000000", "Bearer ", "Bearer", "Basic cmVhZGVyLXRva2VuLTAwMDE=", "reader-token-0001", "Bearer reader-token-000",
            "Bearer reader-token-00011", "Bearer READER-TOKEN-0001", "Bearer a b"})
    void anythingButATokenThatIsKnownIsRefused(String authorization) {
        assertThat(running.get("/v1/model", "Authorization", authorization).statusCode()).isEqualTo(401);
    }

    @Test
    void theSchemeIsReadInAnyCase() {
        assertThat(running.get("/v1/model", "Authorization", "bEARER " + READ).statusCode()).isEqualTo(200);
    }

    @Test
    void withTokensTheNameOfTheServerDoesNotMatter() throws IOException {
        assertThat(RawClient.exchange(running.port(), "GET /health/live HTTP/1.1\r\nHost: obverse.example\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @Test
    void withoutTokensOnlyNamesOfThisMachineAreAnsweredFor(@TempDir Path other) throws IOException {
        try (Running open = Running.in(other)) {
            for (String here : new String[] {"localhost", "127.0.0.1:80", "LOCALHOST:1234", "[::1]:9"}) {
                assertThat(RawClient.exchange(open.port(), "GET /v1/model HTTP/1.1\r\nHost: " + here + "\r\n\r\n")).startsWith("HTTP/1.1 200");
            }
            for (String there : new String[] {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8080"}) {
                assertThat(RawClient.exchange(open.port(), "GET /v1/model HTTP/1.1\r\nHost: " + there + "\r\n\r\n"))
                        .startsWith("HTTP/1.1 421").contains("does not answer for '");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void anAddressThatOthersReachIsRefusedWithoutTokens(String host) {
        ServeConfig config = ServeConfig.of(folder.resolve("model.safetensors"), 0);
        assertThatThrownBy(() -> Server.start(config.withHttp(config.http().withHost(host)))).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--host " + host + " can be reached by others").hasMessageContaining("--tokens");
    }

    @Test
    void aNameThatIsNoAddressIsSaidToBeNone() {
        ServeConfig config = ServeConfig.of(folder.resolve("model.safetensors"), 0);
        assertThatThrownBy(() -> Server.start(config.withHttp(config.http().withHost("no-such-host.invalid")))).isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("--host no-such-host.invalid is no address of this machine");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing at all here        | line 1: give a role and a token
            reader 0123456789abcdef    | line 1: there is no role 'reader'; give read, feedback or admin
            read short                 | line 1: a token has at least 16 characters
            # only a comment           | has no token
            """)
    void aTokenFileThatCannotBeUsedIsRefused(String line, String part, @TempDir Path other) throws IOException {
        Path file = Files.writeString(other.resolve("tokens"), line + "\n");
        assertThatThrownBy(() -> Tokens.read(file)).isInstanceOf(InvalidInputException.class).hasMessageContaining(part)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("0123456789abcdef"));
        assertThatThrownBy(() -> Tokens.read(other.resolve("none"))).isInstanceOf(InvalidInputException.class).hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1/model", "/nothing", "/assets/none.js", "/health/live"})
    void everyAnswerHasTheHeadersThatGuardThePage(String path) {
        var headers = running.get(path).headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(headers.allValues("Cache-Control")).hasSize(1);
    }

    @Test
    void aModelCanOnlyBeLoadedFromTheFolderOfTheFirst(@TempDir Path other) throws IOException {
        SmallModel.write(other.resolve("outside.safetensors"), 3, true);
        Files.createSymbolicLink(folder.resolve("link.safetensors"), other.resolve("outside.safetensors"));
        Files.createSymbolicLink(folder.resolve("linked"), other);
        for (String name : new String[] {"link.safetensors", "linked/outside.safetensors"}) {
            HttpResponse<String> response = running.post("/v1/model", "{\"file\":\"" + name + "\"}", "Authorization", "Bearer " + ADMIN);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
            assertThat(response.body()).contains("leads out of the folder");
        }
    }

    @Test
    void itSpeaksTlsFromPemFiles(@TempDir Path other) throws Exception {
        Path certificate = other.resolve("cert.pem");
        Path key = other.resolve("key.pem");
        openssl(certificate, key, "rsa:2048");
        try (Running tls = Running.in(other, http -> http.withTls(certificate, key)); HttpClient client = trusting(certificate)) {
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(URI.create("https://localhost:" + tls.port() + "/v1/users/u1/recommendations"))
                    .build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            // Plain HTTP to a TLS port gets no answer, and does no harm.
            try (RawClient plain = new RawClient(tls.port())) {
                plain.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                plain.ended();
            }
            assertThat(client.send(HttpRequest.newBuilder(URI.create("https://localhost:" + tls.port() + "/health/live")).build(),
                    HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
        assertThatThrownBy(() -> PemFiles.tls(key, certificate)).isInstanceOf(InvalidInputException.class).hasMessageContaining("--tls-cert");
        assertThatThrownBy(() -> PemFiles.tls(certificate, certificate)).isInstanceOf(InvalidInputException.class).hasMessageContaining("--tls-key");
        assertThatThrownBy(() -> PemFiles.tls(certificate, null)).isInstanceOf(InvalidInputException.class).hasMessageContaining("or neither");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256", "ed25519"})
    void aKeyOfAnotherCertificateIsRefusedAtTheStart(String kind, @TempDir Path other) throws Exception {
        for (String name : new String[] {"one", "two"}) {
            openssl(other.resolve(name + ".crt"), other.resolve(name + ".key"), kind.split(" ", -1));
        }
        assertThat(PemFiles.tls(other.resolve("one.crt"), other.resolve("one.key"))).isNotNull();
        assertThatThrownBy(() -> PemFiles.tls(other.resolve("one.crt"), other.resolve("two.key"))).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("two.key is not the").hasMessageContaining("give the key of that certificate");
    }

    /** Makes a certificate for this machine, and its key. */
    private static void openssl(Path certificate, Path key, String... kind) throws Exception {
        List<String> words = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey"));
        words.addAll(List.of(kind));
        words.addAll(List.of("-nodes", "-keyout", key.toString(), "-out", certificate.toString(), "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1"));
        Process openssl = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(certificate.resolveSibling("openssl.log").toFile()).start();
        assertThat(openssl.waitFor()).isZero();
    }

    private static HttpClient trusting(Path certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (InputStream in = Files.newInputStream(certificate)) {
            store.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();
    }
}
