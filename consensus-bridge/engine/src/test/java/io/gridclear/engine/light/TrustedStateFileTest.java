package io.gridclear.engine.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedStateFileTest {

    private final TrustedState state = TrustedState.of(RecordedChain.blocks().get(17));

    @Test
    void comesBack() {
        String json = TrustedStateFile.toJson(state);

        TrustedState read = TrustedStateFile.fromJson(json);

        assertThat(read).isEqualTo(state);
        assertThat(read.header()).usingRecursiveComparison().isEqualTo(state.header());
        assertThat(json)
                .contains("\"headerHash\" : \"" + HexFormat.of().withUpperCase().formatHex(state.headerHash()));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"power\" : 10', '\"power\" : 11', not the one it names",
        "'\"height\" : 18', '\"height\" : 19', not the one it names",
        "'\"chainId\" : \"grid', '\"chainId\" : \"trid', not the one it names",
        "'\"appHash\" : \"0', '\"appHash\" : \"1', not the one it names",
        "'\"headerHash\" : \"', '\"headerHash\" : \"00', not the one it names",
        "'\"publicKey\" : \"', '\"publicKey\" : \"00', not a trusted state",
        "'\"dataHash\" : \"', '\"dataHash\" : \"x', not a trusted state",
        "'\"validators\"', '\"validator\"', not a trusted state",
        "'\"time\" : \"2', '\"time\" : \"x', not a trusted state"
    })
    void whatWasAlteredIsRefused(String what, String with, String words) {
        String json = TrustedStateFile.toJson(state);
        assertThat(json).contains(what);

        assertThatThrownBy(() -> TrustedStateFile.fromJson(json.replaceFirst(Pattern.quote(what), with)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({"''", "null", "{}", "[]"})
    void whatIsNoneIsRefused(String json) {
        assertThatThrownBy(() -> TrustedStateFile.fromJson(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a trusted state");
    }
}
