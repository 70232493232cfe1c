package dev.obverse.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whatever is wrong with a request is said in one sentence, in a problem document, with the status that fits. */
final class ProblemsTest {
    @TempDir private static Path folder;
    private static Running running;

    @BeforeAll
    static void start() throws IOException {
        running = Running.in(folder);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static void expect(HttpResponse<String> response, int status, String part) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = Running.json(response);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asString()).isNotBlank();
        assertThat(problem.get("detail").asString()).contains(part).doesNotContain("Exception").doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/users/u1/recommendations?n=0       | 422 | n is '0'; give a whole number from 1 to 1000
            /v1/users/u1/recommendations?n=1001    | 422 | from 1 to 1000
            /v1/users/u1/recommendations?n=-1      | 422 | from 1 to 1000
            /v1/users/u1/recommendations?n=1e3     | 422 | from 1 to 1000
            /v1/users/u1/recommendations?n=99999999999999999999 | 422 | from 1 to 1000
            /v1/users/u1/recommendations?n=        | 422 | from 1 to 1000
            /v1/users/u1/recommendations?n=1&n=2   | 422 | the parameter n is given twice
            /v1/users/u1/recommendations?m=1       | 422 | there is no parameter 'm' here; give n or exclude_seen
            /v1/users/u1/recommendations?exclude_seen=yes | 422 | give true or false
            /v1/users//recommendations             | 422 | the user is empty
            /v1/users/%00/recommendations          | 422 | zero character
            /v1/users/%ff/recommendations          | 400 | not UTF-8
            /v1/users/%ED%A0%80/recommendations    | 400 | not UTF-8
            /v1/users?prefix=%C0%80                | 400 | not UTF-8
            /v1/items/nothing/similar              | 404 | the model does not know the item 'nothing'
            /v1/model?x=1                          | 422 | this address has none
            /v1/models                             | 404 | there is nothing at this address
            /v1/users/u1                           | 404 | there is nothing at this address
            /assets/../index.html                  | 404 | no such asset
            /assets/%2e%2e/index.html              | 404 | no such asset
            /assets/..%2f..%2fdev/obverse/serve/http/openapi.json | 404 | no such asset
            /assets/none.js                        | 404 | no such asset
            """)
    void aBadAddressIsRefused(String path, int status, String part) throws IOException {
        String answer = RawClient.exchange(running.port(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(RawClient.status(answer)).as(answer).isEqualTo(status);
        assertThat(answer).contains("application/problem+json", part);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `{`                                              | 400 | the body is not JSON, at line 1
            `{"pairs":[]} x`                                 | 400 | not JSON
            `{"pairs":[]}{}`                                 | 400 | something behind the end
            `nothing`                                        | 400 | not JSON
            `{"pairs":[{"user":"u1","item":"i1"},]}`         | 400 | not JSON
            `{'pairs':[]}`                                   | 400 | not JSON
            `{"pairs":NaN}`                                  | 400 | not JSON
            `[]`                                             | 422 | the body is not an object; give one
            `"pairs"`                                        | 422 | the body is not an object
            `{}`                                             | 422 | the body has no pairs; give it
            `{"pairs":[],"pairs":[]}`                        | 422 | the key 'pairs' is there twice
            `{"pears":[]}`                                   | 422 | there is no use for the key 'pears'; give pairs
            `{"pairs":{}}`                                   | 422 | pairs is not a list; give one
            `{"pairs":[{"user":"u1"}]}`                      | 422 | pairs[0] has no item; give it
            `{"pairs":[{"user":"u1","item":7}]}`             | 422 | pairs[0].item is not a text; give one
            `{"pairs":[{"user":"u1","item":null}]}`          | 422 | pairs[0].item is not a text
            `{"pairs":[{"user":"u1","item":""}]}`            | 422 | pairs[0].item is empty
            `{"pairs":[{"user":"u1","item":"\\ud800"}]}`      | 422 | half of a surrogate pair
            `{"pairs":[{"user":"u1","item":"\\u0000"}]}`      | 422 | a zero character
            `{"pairs":[{"user":"u1","item":"i1","x":1}]}`    | 422 | there is no use for the key 'pairs[0].x'
            `{"pairs":[{"user":"u1","user":"u1"}]}`          | 422 | the key 'pairs[0].user' is there twice
            `{"pairs":[{"user":"u1","item":"i1"},{"user":{"id":"u1"}}]}` | 422 | pairs[1].user is not a text
            `{"pairs":[{"user":"u1","item":"i1"}],"more":[]}` | 422 | there is no use for the key 'more'
            `{"pairs":[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]}` | 422 | pairs[0] is not an object
            """)
    void aBadBodyIsRefused(String body, int status, String part) {
        expect(running.post("/v1/score", body), status, part);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /v1/users/fold-in | `{"labels":[{"item":"i1","label":"great"}]}`    | 422 | labels[0].label is 'great'; give positive or negative
            /v1/users/fold-in | `{"labels":[],"n":0}`                           | 422 | n is not a whole number from 1 to 1000
            /v1/users/fold-in | `{"labels":[],"n":1.5}`                         | 422 | n is not a whole number
            /v1/users/fold-in | `{"labels":[],"n":1e400}`                       | 422 | n is not a whole number
            /v1/users/fold-in | `{"labels":[],"n":123456789012345678901234567890123456789012345}` | 422 | too long
            /v1/users/fold-in | `{"labels":[{"item":"i1","label":"positive"},{"item":"i1","label":"negative"}]}` | 422 | 'i1' is labelled twice
            /v1/rank          | `{"user":"u1"}`                                 | 422 | the body has no items
            /v1/rank          | `{"user":"u1","items":[1]}`                     | 422 | items[0] is not a text
            /v1/feedback      | `{"user":"u1","item":"i1"}`                     | 422 | the body has no feedback
            /v1/feedback      | `{"user":"u1","item":"i1","feedback":"meh"}`    | 422 | give positive or negative or view
            /v1/feedback      | `{"rows":[]}`                                   | 422 | no row of feedback
            /v1/feedback      | `{"rows":[{"user":"u1","item":"i1","feedback":"view"}],"user":"u1"}` | 422 | give either
            /v1/feedback      | `{"user":" ","item":"i1","feedback":"view"}`    | 422 | blank
            /v1/model         | `{"file":"../model.safetensors"}`               | 422 | give the name of a .safetensors file in the folder of the model
            /v1/model         | `{"file":"/etc/passwd"}`                        | 422 | give the name of a .safetensors file
            /v1/model         | `{"file":"a/../../x.safetensors"}`              | 422 | give the name of a .safetensors file
            /v1/model         | `{"file":"a\\u0000.safetensors"}`               | 422 | give the name of a .safetensors file
            /v1/model         | `{"file":"none.safetensors"}`                   | 422 | there is no file 'none.safetensors'
            """)
    void badValuesAreRefused(String path, String body, int status, String part) {
        expect(running.post(path, body), status, part);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Idempotency-Key: caf\u00e9                    | 422 | printable ones of ASCII
            Idempotency-Key: \u00c3\u00a9                 | 422 | printable ones of ASCII
            Idempotency-Key: a~Idempotency-Key: a        | 422 | 2 headers Idempotency-Key; give one
            Idempotency-Key: a~idempotency-key: b        | 422 | 2 headers Idempotency-Key; give one
            Idempotency-Key: `!"#$ %&'()*+,-./:;<=>?@[]^_{}` | 200 | "accepted":1
            """)
    void anIdempotencyKeyIsOneOfPrintableAscii(String headers, int status, String part) throws IOException {
        String body = "{\"user\":\"u1\",\"item\":\"i1\",\"feedback\":\"view\"}";
        String answer = RawClient.exchange(running.port(), "POST /v1/feedback HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + headers.replace("`", "").replace("~", "\r\n") + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(RawClient.status(answer)).as(answer).isEqualTo(status);
        assertThat(answer).contains(part);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 12", "Transfer-Encoding: chunked"})
    void aBodyMayNotBeEncoded(String framing) throws IOException {
        String answer = RawClient.exchange(running.port(), "POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Encoding: gzip\r\n" + framing + "\r\n\r\n");
        assertThat(RawClient.status(answer)).as(answer).isEqualTo(415);
        assertThat(answer).contains("application/problem+json", "send the body without Content-Encoding");
    }

    @Test
    void aBatchHasAtMostAThousandElements() {
        String pairs = "{\"user\":\"u1\",\"item\":\"i1\"},".repeat(1000);
        assertThat(running.post("/v1/score", "{\"pairs\":[" + pairs.substring(0, pairs.length() - 1) + "]}").statusCode()).isEqualTo(200);
        expect(running.post("/v1/score", "{\"pairs\":[" + pairs + "{\"user\":\"u1\",\"item\":\"i1\"}]}"), 422, "pairs has more than 1000 elements");
    }

    @Test
    void anIdHasAtMostAThousandCharacters() {
        expect(running.get("/v1/users/" + "x".repeat(1001) + "/recommendations"), 422, "longer than 1000");
    }

    @Test
    void theMethodMustBeOneOfTheAddress() {
        HttpResponse<String> response = running.send(HttpRequest.newBuilder(running.uri("/v1/model")).DELETE());
        expect(response, 405, "answers to GET, HEAD, POST only");
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
        expect(running.get("/v1/score"), 405, "POST");
        expect(running.post("/health/live", "{}"), 405, "GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "application/jsonp"})
    void theBodyMustBeSaidToBeJson(String type) {
        expect(running.send(HttpRequest.newBuilder(running.uri("/v1/score")).header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{\"pairs\":[]}"))), 415, "Content-Type: application/json");
    }

    @Test
    void theBodyMustBeUtf8() {
        expect(running.send(HttpRequest.newBuilder(running.uri("/v1/score")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xc3, '"', '}'}))), 400, "the body is not UTF-8");
    }

    @Test
    void aBodyOfMoreThanAMebibyteIsRefusedWhetherItsLengthIsSaidOrNot() {
        byte[] long1 = new byte[(1 << 20) + 1];
        java.util.Arrays.fill(long1, (byte) ' ');
        HttpRequest.Builder request = HttpRequest.newBuilder(running.uri("/v1/score")).header("Content-Type", "application/json");
        expect(running.send(request.copy().POST(HttpRequest.BodyPublishers.ofByteArray(long1))), 413, "too long");
        expect(running.send(request.copy().POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(long1)))), 413, "too long");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            nonsense~~|400
            GET / HTTP/1.0~Host: localhost~~|400
            GET / HTTP/2.0~Host: localhost~~|400
            GET /~~|400
            GET  / HTTP/1.1~Host: localhost~~|400
            GET / HTTP/1.1~no colon~~|400
            GET / HTTP/1.1~Host: localhost~Host: other~~|400
            GET / HTTP/1.1~~|400
            GET /%zz HTTP/1.1~Host: localhost~~|400
            GET /v1/users?prefix=%zz HTTP/1.1~Host: localhost~~|400
            POST /v1/score HTTP/1.1~Host: localhost~Content-Type: application/json~Content-Length: -1~~|400
            POST /v1/score HTTP/1.1~Host: localhost~Content-Type: application/json~Content-Length: 1x~~|400
            POST /v1/score HTTP/1.1~Host: localhost~Content-Type: application/json~Content-Length: 2~Content-Length: 3~~{}x|400
            POST /v1/score HTTP/1.1~Host: localhost~Content-Type: application/json~Content-Length: 2~Transfer-Encoding: chunked~~0~~|400
            POST /v1/score HTTP/1.1~Host: localhost~Content-Type: application/json~Transfer-Encoding: gzip~~|400
            POST /v1/score HTTP/1.1~Host: localhost~Content-Type: application/json~Transfer-Encoding: chunked~~zz~|400
            POST /v1/score HTTP/1.1~Host: localhost~Content-Type: application/json~Transfer-Encoding: chunked~~-5~|400
            """)
    void whatIsNoHttpIsAnsweredWithAProblemAndHungUpOn(String request, int status) throws IOException {
        try (RawClient client = new RawClient(running.port())) {
            client.write(request.replace("~", "\r\n"));
            String answer = client.answer();
            assertThat(RawClient.status(answer)).as(answer).isEqualTo(status);
            assertThat(answer).contains("application/problem+json", "\"detail\":\"").containsIgnoringCase("connection: close");
            client.endOfInput();
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void tooLongARequestLineAndTooManyHeadersAreRefused() throws IOException {
        String longLine = RawClient.exchange(running.port(), "GET /" + "x".repeat(9000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(RawClient.status(longLine)).isEqualTo(414);
        String headers = RawClient.exchange(running.port(), "GET / HTTP/1.1\r\nHost: localhost\r\n" + "X-Filler: yyyyyyyyyyyyyyyyyyyyyyyy\r\n".repeat(2000) + "\r\n");
        assertThat(RawClient.status(headers)).isEqualTo(400);
    }
}
