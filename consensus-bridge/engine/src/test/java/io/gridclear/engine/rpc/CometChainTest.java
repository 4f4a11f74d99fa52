package io.gridclear.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CometChainTest {
    private static final String CHAIN = "chain";
    private static final String HASH = "AB".repeat(32);
    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final ScriptedNode first = new ScriptedNode(CHAIN, 10);
    private final ScriptedNode second = new ScriptedNode(CHAIN, 10);
    private final List<CometChain> chains = new ArrayList<>();

    @AfterEach
    void closeAll() {
        chains.forEach(CometChain::close);
        first.close();
        second.close();
    }

    @Test
    void submitsInBase64AndTellsTheVerdict() throws Exception {
        first.raw("broadcast_tx_sync", parameters -> {
            assertThat(parameters.path("tx").asText()).isEqualTo("AQID");
            return "{\"result\":{\"code\":7,\"log\":\"why\",\"hash\":\"AB\"}}";
        });
        assertThat(chain(first).submit(new byte[] {1, 2, 3}).code()).isEqualTo(7);
        assertThat(chain(first).submit(new byte[] {1, 2, 3}).detail()).isEqualTo("why");
    }

    @Test
    void aTransactionThatIsKnownIsPending() throws Exception {
        first.error("broadcast_tx_sync", "tx already exists in cache");
        assertThat(chain(first).submit(new byte[1]).isAccepted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tx too large. Max size is 1048576, but got 2000000",
                "error reading request body: http: request body too large"
            })
    void aTransactionThatIsTooLargeIsRefusedForGood(String words) throws Exception {
        first.error("broadcast_tx_sync", words);
        assertThat(chain(first).submit(new byte[1]).code()).isEqualTo(CometChain.REFUSED_BY_THE_ENGINE);
    }

    @Test
    void aFullMempoolIsNoVerdict() {
        first.error("broadcast_tx_sync", "mempool is full: number of txs 5000 (max: 5000)");
        assertThatThrownBy(() -> chain(first).submit(new byte[1]))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessageContaining("mempool is full");
    }

    @Test
    void asksTheApplication() throws Exception {
        first.raw("abci_query", parameters -> {
            assertThat(parameters.path("path").asText()).isEqualTo("/item");
            assertThat(parameters.path("data").asText()).isEqualTo("01ff");
            return "{\"result\":{\"response\":{\"code\":0,\"log\":\"\",\"value\":\"AQI=\",\"height\":\"9\"}}}";
        });
        var answer = chain(first).query("/item", new byte[] {1, (byte) 0xff});
        assertThat(answer.value()).containsExactly(1, 2);
        assertThat(answer.height()).isEqualTo(9);
        first.result("abci_query", "{\"response\":{\"code\":1,\"log\":\"none\",\"value\":null,\"height\":\"9\"}}");
        assertThat(chain(first).query("/item", new byte[0]).value()).isEmpty();
    }

    @Test
    void readsALightBlockOverPages() throws Exception {
        first.result("commit", signedHeader(10, CHAIN));
        first.raw("validators", parameters -> {
            assertThat(parameters.path("height").asText()).isEqualTo("10");
            int page = parameters.path("page").asInt();
            int count = page == 1 ? 100 : 5;
            return "{\"result\":{\"block_height\":\"10\",\"validators\":["
                    + String.join(",", Collections.nCopies(count, validator(page)))
                    + "],\"count\":\"" + count + "\",\"total\":\"105\"}}";
        });
        LightBlock block = chain(first).lightBlock(10).orElseThrow();
        assertThat(block.validators()).hasSize(105);
        assertThat(block.validators().get(0).power()).isEqualTo(1);
        assertThat(block.validators().get(104).power()).isEqualTo(2);
        assertThat(block.header().timeSeconds())
                .isEqualTo(Instant.parse("2026-11-01T00:00:00Z").getEpochSecond());
        assertThat(block.header().timeNanos()).isEqualTo(123_456_789);
        assertThat(block.header().appVersion()).isZero();
        assertThat(block.header().lastBlockId().partsTotal()).isEqualTo(1);
        assertThat(block.commit().round()).isEqualTo(2);
        assertThat(block.commit().signatures()).hasSize(2);
        LightBlock.CommitSignature absent = block.commit().signatures().get(1);
        assertThat(absent.flag()).isEqualTo(1);
        assertThat(absent.signature()).isEmpty();
        assertThat(absent.validatorAddress()).isEmpty();
        assertThat(absent.timeSeconds()).as("Go's zero time, year 1").isEqualTo(-62_135_596_800L);
    }

    @Test
    void aHeightToComeIsEmpty() throws Exception {
        first.error("commit", "height 11 must be less than or equal to the current blockchain height 10");
        assertThat(chain(first).lightBlock(11)).isEmpty();
        assertThatThrownBy(() -> chain(first).lightBlock(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void transactionsOfABlockComeInItsOrder() throws Exception {
        first.result("block", "{\"block\":{\"header\":{\"height\":\"5\"},\"data\":{\"txs\":[\"AQI=\",\"Aw==\"]}}}");
        assertThat(chain(first).transactions(5).orElseThrow()).containsExactly(new byte[] {1, 2}, new byte[] {3});
        assertThatThrownBy(() -> chain(first).transactions(6)).hasMessageContaining("given another");
        first.result("block", "{\"block\":{\"header\":{\"height\":\"6\"},\"data\":{\"txs\":null}}}");
        assertThat(chain(first).transactions(6).orElseThrow()).isEmpty();
        first.result("block", "{\"block\":{\"header\":{\"height\":\"6\"},\"data\":{\"txs\":[\"?\"]}}}");
        assertThatThrownBy(() -> chain(first).transactions(6)).isInstanceOf(ChainUnavailableException.class);
        first.result("block", "{\"block\":{\"header\":{\"height\":\"6\"},\"data\":{\"txs\":[7]}}}");
        assertThatThrownBy(() -> chain(first).transactions(6)).isInstanceOf(ChainUnavailableException.class);
        first.error("block", "height 11 must be less than or equal to the current blockchain height 10");
        assertThat(chain(first).transactions(11)).isEmpty();
        assertThatThrownBy(() -> chain(first).transactions(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherHeightOrChainThanAskedForIsNoAnswer() {
        first.result("validators", "{\"validators\":[" + validator(1) + "],\"count\":\"1\",\"total\":\"1\"}");
        first.result("commit", signedHeader(9, CHAIN));
        assertThatThrownBy(() -> chain(first).lightBlock(10)).hasMessageContaining("given 9 of chain");
        first.result("commit", signedHeader(10, "other"));
        assertThatThrownBy(() -> chain(first).lightBlock(10)).hasMessageContaining("given 10 of other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"validators\":[],\"count\":\"0\",\"total\":\"5\"}",
                "{\"validators\":[],\"count\":\"0\",\"total\":\"99999999999\"}",
                "{\"validators\":[{}],\"count\":\"1\",\"total\":\"1\"}",
                "{\"validators\":{},\"count\":\"0\",\"total\":\"0\"}"
            })
    void validatorsThatCannotBeAreNoAnswer(String validators) {
        first.result("commit", signedHeader(10, CHAIN));
        first.result("validators", validators);
        assertThatThrownBy(() -> chain(first).lightBlock(10)).isInstanceOf(ChainUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>502</html>",
                "[]",
                "{\"result\":{}}",
                "{\"result\":{\"code\":\"0\",\"log\":\"\"}}",
                "{\"result\":{\"code\":0}}",
                "{\"result\":{\"code\":0,\"log\":\"\"}} trailing"
            })
    void whatIsNoAnswerIsNotTaken(String body) {
        first.raw("broadcast_tx_sync", parameters -> body);
        assertThatThrownBy(() -> chain(first).submit(new byte[1])).isInstanceOf(ChainUnavailableException.class);
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        first.raw("broadcast_tx_sync", parameters -> " ".repeat(17 * 1024 * 1024));
        assertThatThrownBy(() -> chain(first).submit(new byte[1])).hasMessageContaining("more than 16777216 bytes");
    }

    @Test
    void aNodeThatFailsIsGoneAroundAndThenComesLast() throws Exception {
        first.error("broadcast_tx_sync", "on fire");
        second.result("broadcast_tx_sync", "{\"code\":0,\"log\":\"\"}");
        CometChain chain = chain(first, second);
        assertThat(chain.submit(new byte[1]).isAccepted()).isTrue();
        assertThat(chain.submit(new byte[2]).isAccepted()).isTrue();
        assertThat(first.calls.stream().filter("broadcast_tx_sync"::equals)).hasSize(1);
        assertThat(second.calls.stream().filter("broadcast_tx_sync"::equals)).hasSize(2);
    }

    @Test
    void aNodeThatHangsIsGoneAround() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        first.raw("broadcast_tx_sync", parameters -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "";
        });
        second.result("broadcast_tx_sync", "{\"code\":0,\"log\":\"\"}");
        assertThat(chain(first, second).submit(new byte[1]).isAccepted()).isTrue();
        end.countDown();
    }

    @Test
    void aNodeThatLagsComesAfterTheOthers() throws Exception {
        first.status(CHAIN, 7);
        first.result("broadcast_tx_sync", "{\"code\":0,\"log\":\"behind\"}");
        second.result("broadcast_tx_sync", "{\"code\":0,\"log\":\"ahead\"}");
        assertThat(chain(first, second).submit(new byte[1]).detail()).isEqualTo("ahead");
        first.status(CHAIN, 8);
        assertThat(chain(first, second).submit(new byte[1]).detail())
                .as("two blocks are no lag")
                .isEqualTo("behind");
    }

    @Test
    void aNodeOfAnotherChainIsNeverAsked() throws Exception {
        first.status("other", 1_000);
        first.result("broadcast_tx_sync", "{\"code\":0,\"log\":\"other\"}");
        second.result("broadcast_tx_sync", "{\"code\":0,\"log\":\"ours\"}");
        assertThat(chain(first, second).submit(new byte[1]).detail()).isEqualTo("ours");
        assertThatThrownBy(() -> chain(first).submit(new byte[1]))
                .isInstanceOf(ChainUnavailableException.class)
                .hasMessageContaining("no node of the chain chain answers");
        assertThat(first.calls).doesNotContain("broadcast_tx_sync");
    }

    @Test
    void aNodeThatComesBackIsFound() throws Exception {
        first.raw("status", parameters -> "down");
        CometChain chain = chain(first);
        assertThatThrownBy(chain::height).isInstanceOf(ChainUnavailableException.class);
        first.status(CHAIN, 12);
        // Nobody answered, so the next call looks again at once.
        assertThat(chain.height()).isEqualTo(12);
    }

    @Test
    void nobodyThere() {
        first.close();
        second.close();
        assertThatThrownBy(() -> chain(first, second).height()).isInstanceOf(ChainUnavailableException.class);
        assertThatThrownBy(() -> new CometChain(CHAIN, List.of(), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private CometChain chain(ScriptedNode... nodes) {
        List<URI> uris = Arrays.stream(nodes).map(ScriptedNode::uri).toList();
        chains.add(new CometChain(CHAIN, uris, Duration.ofSeconds(2)));
        return chains.get(chains.size() - 1);
    }

    private static String validator(int power) {
        return ("{\"address\":\"%s\",\"pub_key\":{\"type\":\"tendermint/PubKeyEd25519\",\"value\":\"%s\"},"
                        + "\"voting_power\":\"%d\",\"proposer_priority\":\"0\"}")
                .formatted("CD".repeat(20), KEY, power);
    }

    private static String signedHeader(long height, String chainId) {
        String blockId = "{\"hash\":\"" + HASH + "\",\"parts\":{\"total\":1,\"hash\":\"" + HASH + "\"}}";
        return ("{\"signed_header\":{\"header\":{\"version\":{\"block\":\"11\"},\"chain_id\":\"%s\",\"height\":\"%d\","
                        + "\"time\":\"2026-11-01T00:00:00.123456789Z\",\"last_block_id\":" + blockId
                        + ",\"last_commit_hash\":\"H\",\"data_hash\":\"H\",\"validators_hash\":\"H\","
                        + "\"next_validators_hash\":\"H\",\"consensus_hash\":\"H\",\"app_hash\":\"H\","
                        + "\"last_results_hash\":\"H\",\"evidence_hash\":\"H\",\"proposer_address\":\"%s\"},"
                        + "\"commit\":{\"height\":\"%d\",\"round\":2,\"block_id\":" + blockId
                        + ",\"signatures\":[{\"block_id_flag\":2,\"validator_address\":\"%s\","
                        + "\"timestamp\":\"2026-11-01T00:00:01Z\",\"signature\":\"AQID\"},"
                        + "{\"block_id_flag\":1,\"validator_address\":\"\","
                        + "\"timestamp\":\"0001-01-01T00:00:00Z\",\"signature\":null}]}},\"canonical\":true}")
                .replace("\"H\"", "\"" + HASH + "\"")
                .formatted(chainId, height, "CD".repeat(20), height, "CD".repeat(20));
    }
}
