package io.gridclear.market.clearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.twin.SlowMerkleTree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeHashTest {

    private static final String AREA = "feeder-7";
    private static final long PERIOD = 1_800_000_000_000L;
    private static final byte[] INPUT = filled(0x11);
    private static final String ROUTES = "22".repeat(32);
    private static final DealTotals ONE = new DealTotals(5, 6, 7, 8, 9, 10);
    private static final DealTotals TWO = new DealTotals(11, 12, 13, 14, 15, 16);
    private static final String TRADES = "33".repeat(32);
    private static final String LINES = "44".repeat(32);

    private static byte[] filled(int value) {
        byte[] bytes = new byte[Sha256.LENGTH];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static ClearingOutcome outcome() {
        return new ClearingOutcome(1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, 23, 24, TRADES, LINES, ROUTES);
    }

    private static String hash(String area, long period, byte[] input, ClearingOutcome outcome) {
        return HexFormat.of().formatHex(new OutcomeHash(new Sha256()).of(area, period, input, outcome));
    }

    private static ClearingOutcome routed(String routesRoot) {
        return new ClearingOutcome(1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, 23, 24, TRADES, LINES, routesRoot);
    }

    private static String hash(ClearingOutcome outcome) {
        return hash(AREA, PERIOD, INPUT, outcome);
    }

    /** Computed from the documented layout by another program. Whatever changes this value changes what agents attest to, and needs a new rule version. */
    @Test
    void hashOfAFixedOutcome() {
        assertThat(hash(outcome())).isEqualTo("08766a8c2ddc89727bd1e50e3c1eb38fe724ddd58406e54f491328ec18615c07");
    }

    /** The layout as it is documented, by another encoder. */
    @Test
    void bytesStandAsTheyAreDocumented() {
        byte[] domain = "gridclear.outcome.v1".getBytes(StandardCharsets.UTF_8);
        byte[] area = AREA.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(4 + 20 + 4 + 8 + 8 + 1 + 4 + 4 + 32 + 24 * 8 + 3 * 32);
        bytes.putInt(domain.length).put(domain).putInt(area.length).put(area);
        bytes.putLong(PERIOD).put((byte) 1).putInt(0).putInt(1).put(INPUT);
        for (long value = 1; value <= 24; value++) {
            bytes.putLong(value);
        }
        bytes.put(filled(0x33)).put(filled(0x44)).put(filled(0x22));
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(hash(outcome())).isEqualTo(HexFormat.of().formatHex(SlowMerkleTree.sha256(bytes.array())));
    }

    @Test
    void everyFieldIsBound() {
        List<String> hashes = new ArrayList<>();
        hashes.add(hash(outcome()));
        hashes.add(hash("feeder-8", PERIOD, INPUT, outcome()));
        hashes.add(hash(AREA, PERIOD + 1, INPUT, outcome()));
        hashes.add(hash(AREA, PERIOD, filled(0x10), outcome()));
        hashes.add(hash(routed("20".repeat(32))));
        hashes.add(hash(routed("00".repeat(32))));
        for (int field = 0; field < 24; field++) {
            long[] v = new long[24];
            for (int i = 0; i < v.length; i++) {
                v[i] = i + 1;
            }
            v[field] += 1_000;
            hashes.add(hash(new ClearingOutcome(
                    v[0],
                    v[1],
                    v[2],
                    v[3],
                    new DealTotals(v[4], v[5], v[6], v[7], v[8], v[9]),
                    new DealTotals(v[10], v[11], v[12], v[13], v[14], v[15]),
                    v[16],
                    v[17],
                    v[18],
                    v[19],
                    v[20],
                    v[21],
                    v[22],
                    v[23],
                    TRADES,
                    LINES,
                    ROUTES)));
        }
        hashes.add(hash(new ClearingOutcome(
                1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, 23, 24, "33".repeat(31) + "32", LINES, ROUTES)));
        hashes.add(hash(new ClearingOutcome(
                1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, 23, 24, TRADES, "44".repeat(31) + "45", ROUTES)));
        hashes.add(
                hash(new ClearingOutcome(1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, 23, 24, LINES, TRADES, ROUTES)));
        assertThat(hashes).hasSize(6 + 24 + 3).doesNotHaveDuplicates();
    }

    @Test
    void oneObjectServesManyOutcomes() {
        OutcomeHash hash = new OutcomeHash(new Sha256());
        byte[] first = hash.of(AREA, PERIOD, INPUT, outcome());
        hash.of("another area", PERIOD, INPUT, outcome());
        assertThat(hash.of(AREA, PERIOD, INPUT, outcome())).isEqualTo(first);
    }

    @Test
    void refusesWhatIsNoHash() {
        byte[] cut = new byte[31];
        assertThatThrownBy(() -> hash(AREA, PERIOD, cut, outcome()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the input hash has 32 bytes, not 31");
        assertThatThrownBy(() -> hash(routed("22".repeat(31)))).hasMessage("the routes root has 32 bytes, not 31");
        assertThatThrownBy(() -> hash(new ClearingOutcome(
                        1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, 23, 24, "33".repeat(31), LINES, ROUTES)))
                .hasMessage("the trades root has 32 bytes, not 31");
        assertThatThrownBy(() -> hash(new ClearingOutcome(
                        1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, 23, 24, TRADES, "44".repeat(33), ROUTES)))
                .hasMessage("the settlement root has 32 bytes, not 33");
    }
}
