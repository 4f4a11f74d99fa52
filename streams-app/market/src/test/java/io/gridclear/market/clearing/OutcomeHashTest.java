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
    private static final byte[] ROUTES = filled(0x22);
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
        return new ClearingOutcome(1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, TRADES, LINES);
    }

    private static String hash(String area, long period, byte[] input, ClearingOutcome outcome, byte[] routes) {
        return HexFormat.of().formatHex(new OutcomeHash(new Sha256()).of(area, period, input, outcome, routes));
    }

    private static String hash(ClearingOutcome outcome) {
        return hash(AREA, PERIOD, INPUT, outcome, ROUTES);
    }

    /** Computed from the documented layout by another program. Whatever changes this value changes what agents attest to, and needs a new rule version. */
    @Test
    void hashOfAFixedOutcome() {
        assertThat(hash(outcome())).isEqualTo("011e80700dad7bae27d53998179f39ea42e8f4126690c9e878fa8a470eac9a99");
    }

    /** The layout as it is documented, by another encoder. */
    @Test
    void bytesStandAsTheyAreDocumented() {
        byte[] domain = "gridclear.outcome.v1".getBytes(StandardCharsets.UTF_8);
        byte[] area = AREA.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(4 + 20 + 4 + 8 + 8 + 1 + 4 + 4 + 32 + 22 * 8 + 3 * 32);
        bytes.putInt(domain.length).put(domain).putInt(area.length).put(area);
        bytes.putLong(PERIOD).put((byte) 1).putInt(0).putInt(1).put(INPUT);
        for (long value = 1; value <= 22; value++) {
            bytes.putLong(value);
        }
        bytes.put(filled(0x33)).put(filled(0x44)).put(ROUTES);
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(hash(outcome())).isEqualTo(HexFormat.of().formatHex(SlowMerkleTree.sha256(bytes.array())));
    }

    @Test
    void everyFieldIsBound() {
        List<String> hashes = new ArrayList<>();
        hashes.add(hash(outcome()));
        hashes.add(hash("feeder-8", PERIOD, INPUT, outcome(), ROUTES));
        hashes.add(hash(AREA, PERIOD + 1, INPUT, outcome(), ROUTES));
        hashes.add(hash(AREA, PERIOD, filled(0x10), outcome(), ROUTES));
        hashes.add(hash(AREA, PERIOD, INPUT, outcome(), filled(0x20)));
        hashes.add(hash(AREA, PERIOD, INPUT, outcome(), OutcomeHash.noRoutes()));
        for (int field = 0; field < 22; field++) {
            long[] v = new long[22];
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
                    TRADES,
                    LINES)));
        }
        hashes.add(
                hash(new ClearingOutcome(1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, "33".repeat(31) + "32", LINES)));
        hashes.add(hash(
                new ClearingOutcome(1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, TRADES, "44".repeat(31) + "45")));
        hashes.add(hash(new ClearingOutcome(1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, LINES, TRADES)));
        assertThat(hashes).hasSize(6 + 22 + 3).doesNotHaveDuplicates();
    }

    @Test
    void anAreaWithoutRoutesHasZerosForThem() {
        assertThat(OutcomeHash.noRoutes()).isEqualTo(new byte[32]);
        assertThat(hash(AREA, PERIOD, INPUT, outcome(), OutcomeHash.noRoutes()))
                .isEqualTo(hash(AREA, PERIOD, INPUT, outcome(), new byte[32]));
    }

    @Test
    void oneObjectServesManyOutcomes() {
        OutcomeHash hash = new OutcomeHash(new Sha256());
        byte[] first = hash.of(AREA, PERIOD, INPUT, outcome(), ROUTES);
        hash.of("another area", PERIOD, INPUT, outcome(), ROUTES);
        assertThat(hash.of(AREA, PERIOD, INPUT, outcome(), ROUTES)).isEqualTo(first);
    }

    @Test
    void refusesWhatIsNoHash() {
        byte[] cut = new byte[31];
        assertThatThrownBy(() -> hash(AREA, PERIOD, cut, outcome(), ROUTES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the input hash has 32 bytes, not 31");
        assertThatThrownBy(() -> hash(AREA, PERIOD, INPUT, outcome(), cut))
                .hasMessage("the routes root has 32 bytes, not 31");
        assertThatThrownBy(() ->
                        hash(new ClearingOutcome(1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, "33".repeat(31), LINES)))
                .hasMessage("the trades root has 32 bytes, not 31");
        assertThatThrownBy(() -> hash(
                        new ClearingOutcome(1, 2, 3, 4, ONE, TWO, 17, 18, 19, 20, 21, 22, TRADES, "44".repeat(33))))
                .hasMessage("the settlement root has 32 bytes, not 33");
    }
}
