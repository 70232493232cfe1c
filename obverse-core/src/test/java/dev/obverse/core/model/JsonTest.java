package dev.obverse.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.obverse.core.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}", "[]", "[[],{}]", "null", "true", "false", "0", "-0", "-1.5e-300", "10E+2", "9223372036854775807",
                "\"\"", "\"a\\\"\\\\b\"", "{\"b\":1,\"a\":[true,null,{\"c\":\"\\u0000\"}]}", "\"\u00e9\u4e16\uD83D\uDE00\""
            })
    void theShortestTextOfAValueIsReadAndWrittenUnchanged(String text) {
        assertThat(Json.parse(text).text()).isEqualTo(text);
        assertThat(JsonMapper.shared().readTree(text)).as("it is JSON to others too").isNotNull();
    }

    @Test
    void spaceIsAllowedWhereTheGrammarAllowsIt() {
        assertThat(Json.parse(" \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } } ").text()).isEqualTo("{\"a\":[1,2],\"b\":{}}");
    }

    @Test
    void everyEscapeIsUnderstood() {
        assertThat(Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"").asString())
                .isEqualTo("\"\\/\b\f\n\r\t\u00e9\uD83D\uDE00");
    }

    @Test
    void membersKeepTheirOrder() {
        assertThat(Json.parse("{\"z\":1,\"a\":2,\"m\":3}").asObject().keySet()).containsExactly("z", "a", "m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "{", "}", "[1,]", "[,1]", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "[1 2]", "1 2", "tru", "nul",
                "NaN", "Infinity", "01", "1.", ".5", "+1", "-", "1e", "1e+", "0x1", "\u0661", "\"", "\"a", "\"\n\"", "\"\\x\"",
                "\"\\u12\"", "\"\\u12g4\"", "\"\\u\u0661\u0661\u0661\u0661\"", "\"\\uD83D\"", "\"\\uDE00\"", "\"\\uD83D\\uD83D\"",
                "\"\\uD83Dx\"", "\"\uD83D\"", "\"\\", "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "\uFEFF{}", "{}x", "// c"
            })
    void whatIsNotStrictJsonIsRefusedWithThePosition(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("not valid JSON at character \\d+ .*: .*");
    }

    @Test
    void thePositionIsThatOfTheFault() {
        assertThatThrownBy(() -> Json.parse("{\"a\":1,\"a\":2}")).hasMessageContaining("character 7 ");
        assertThatThrownBy(() -> Json.parse("[1,x]")).hasMessageContaining("character 3 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deepNestingIsRefusedBeforeItCanHarm(String open) {
        assertThat(Json.parse("[".repeat(65) + "]".repeat(65)).asArray()).hasSize(1);
        assertThatThrownBy(() -> Json.parse(open.repeat(1_000_000)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("64 levels");
    }

    @Test
    void aValueOfAnotherKindIsRefusedWithWhatItIs() {
        Json text = Json.parse("\"seven\"");
        assertThatThrownBy(text::asLong).isInstanceOf(InvalidInputException.class).hasMessageContaining("\"seven\"");
        assertThatThrownBy(text::asDouble).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(text::asObject).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(text::asArray).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(Json.parse("7")::asString).isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1e3", "9223372036854775808"})
    void aNumberThatIsNoLongIsNotRounded(String number) {
        assertThatThrownBy(Json.parse(number)::asLong).isInstanceOf(InvalidInputException.class);
        assertThat(Json.parse(number).asDouble()).isEqualTo(Double.parseDouble(number));
    }

    @Test
    void whatJsonCannotSayIsNotWritten() {
        assertThatThrownBy(() -> Json.Num.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Json.Str("\uD83D").text()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyDoubleSurvives() {
        for (double value : new double[] {0.1, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1e10}) {
            assertThat(Json.parse(Json.Num.of(value).text()).asDouble()).isEqualTo(value);
        }
        assertThat(new Json.Obj(Map.of("a", new Json.Arr(List.of(Json.Num.of(7L))))).text()).isEqualTo("{\"a\":[7]}");
    }
}
