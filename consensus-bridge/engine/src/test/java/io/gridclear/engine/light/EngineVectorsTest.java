package io.gridclear.engine.light;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.chain.LightBlock.BlockId;
import io.gridclear.engine.chain.LightBlock.Header;
import io.gridclear.market.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine's own test vectors (CometBFT v0.39.4, types/vote_test.go, types/block_test.go, types/validator_set_test.go). */
class EngineVectorsTest {

    private static final HexFormat HEX = HexFormat.of();

    /** The last one is a vote with an extension, which is not signed here. */
    @ParameterizedTest
    @CsvSource({
        "'', 0, 0, 0, 0d2a0b088092b8c398feffffff01",
        "'', 2, 1, 1, 2108021101000000000000001901000000000000002a0b088092b8c398feffffff01",
        "'', 1, 1, 1, 2108011101000000000000001901000000000000002a0b088092b8c398feffffff01",
        "'', 0, 1, 1, 1f1101000000000000001901000000000000002a0b088092b8c398feffffff01",
        "test_chain_id, 0, 1, 1, 2e110100000000000000190100000000000000"
                + "2a0b088092b8c398feffffff01320d746573745f636861696e5f6964",
        "test_chain_id, 0, 1, 1, 2e110100000000000000190100000000000000"
                + "2a0b088092b8c398feffffff01320d746573745f636861696e5f6964"
    })
    void signBytesOfAVote(String chainId, int type, long height, int round, String expected) {
        byte[] bytes = SignBytes.vote(chainId, type, height, round, SignBytes.NIL, EngineHashes.ZERO_TIME_SECONDS, 0);

        assertThat(HEX.formatHex(bytes)).isEqualTo(expected);
    }

    @Test
    void hashOfAHeader() {
        byte[] zeros = new byte[32];
        Header header = new Header(
                1,
                2,
                "chainId",
                3,
                Instant.parse("2019-10-13T16:14:44Z").getEpochSecond(),
                0,
                new BlockId(zeros, 6, zeros),
                sha("last_commit_hash"),
                sha("data_hash"),
                sha("validators_hash"),
                sha("next_validators_hash"),
                sha("consensus_hash"),
                sha("app_hash"),
                sha("last_results_hash"),
                sha("evidence_hash"),
                Arrays.copyOf(sha("proposer_address"), 20));

        assertThat(HEX.withUpperCase().formatHex(EngineHashes.header(header)))
                .isEqualTo("F740121F553B5418C3EFBD343C2DBFE9E007BB67B0D020A0741374BAB65242A4");
    }

    @Test
    void hashOfNothing() {
        String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

        assertThat(HEX.formatHex(EngineHashes.validators(List.of()))).isEqualTo(empty);
        assertThat(HEX.formatHex(EngineHashes.transactions(List.of()))).isEqualTo(empty);
        assertThat(HEX.formatHex(EngineHashes.results(List.of()))).isEqualTo(empty);
    }

    private static byte[] sha(String text) {
        return new Sha256().hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
