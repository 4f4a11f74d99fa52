package io.gridclear.market.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.Charges;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.market.twin.SlowMerkleTree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inputs of a run: their bytes, their hashes, and what is refused as no inputs of a run. */
class DeliveryReplayTest {

    private static final DeliveryWorld WORLD = new DeliveryWorld(DeliveryWorld.PLAIN)
            .trade("anna", "bert", 550_000, 40, 0)
            .residual(Side.SELL, "anna", 10);

    private static RunInput input(String participant, int... revisions) {
        return new RunInput(
                DeliveryWorld.point(participant),
                MeteredEnergy.MISSING,
                new PointHistory(Arrays.stream(revisions)
                        .mapToObj(revision -> new PointHistory.Entry(revision, 1))
                        .toList()));
    }

    private static DeliveryOutcome run(SettlementRun run, RunInput... inputs) {
        return WORLD.replay().run(run, List.of(inputs), (line, lineId, settlementId) -> {});
    }

    @Test
    void inputsThatNoRunHasAreRefused() {
        SettlementRun metered = SettlementRun.METERED;
        SettlementRun second = SettlementRun.correction(2);
        assertThat(run(metered, input("anna"), input("bert")).inputs()).isEqualTo(2);
        assertThat(run(second, input("anna", 0), input("bert", 0, 1)).inputs()).isEqualTo(2);
        assertThat(run(second, input("aaron"), input("anna", 0), input("bert", 1))
                        .inputs())
                .isEqualTo(3);
        for (Runnable wrong : List.<Runnable>of(
                () -> run(metered, input("bert"), input("anna")),
                () -> run(metered, input("anna"), input("anna"), input("bert")),
                () -> run(metered, input("anna")),
                () -> run(metered, input("anna"), input("bert", 0)),
                () -> run(second, input("anna", 0), input("bert", 2)),
                () -> run(second, input("anna", 0), input("bert")),
                () -> run(
                        metered,
                        input("anna"),
                        input("bert"),
                        new RunInput(new PointKey("grid", "up-0"), MeteredEnergy.MISSING, PointHistory.EMPTY)),
                () -> run(
                        metered,
                        input("anna"),
                        input("bert"),
                        new RunInput(
                                DeliveryWorld.point("carl"),
                                new MeteredEnergy(0, 0, 900_001, false),
                                PointHistory.EMPTY)),
                () -> run(
                        metered,
                        input("anna"),
                        input("bert"),
                        new RunInput(
                                DeliveryWorld.point("carl"),
                                new MeteredEnergy(0, DeliveryWorld.PLAIN.maxMeteredWh() + 1, 900_000, false),
                                PointHistory.EMPTY)))) {
            assertThatThrownBy(wrong::run).isInstanceOf(DeliveryReplay.InputViolation.class);
        }
        assertThatThrownBy(() -> run(SettlementRun.INITIAL, input("anna"), input("bert")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The largest books and readings that the rules let in: nothing overflows. */
    @Test
    void theLargestSumsFit() {
        DeliveryWorld world = new DeliveryWorld(new DeliveryTerms(
                DeliveryWorld.AREA,
                DeliveryWorld.PERIOD,
                DeliveryWorld.MARKET.withCharges(new Charges(400_000, 450_000, 400_000))));
        long most = world.terms.maxMeteredWh();
        world.trade("anna", "bert", 670_000, most, 0)
                .imported("anna", 0)
                .imported("bert", 0)
                .imported("carl", most);
        world.run();
        world.exported("bert", 0).exported("carl", most).exported("anna", 0);
        world.run();
        world.exported("bert", most).imported("anna", 0).exported("carl", 0);
        world.run();
        MarketTerms dear =
                MarketTerms.ofPrices(1L << 32, 0, (Integer.MAX_VALUE - 2L) << 30 >> 32 << 32, ReferencePriceRule.MEAN);
        assertThat(new DeliveryTerms("a", 0, dear).maxMeteredWh()).isPositive();
    }

    @Test
    void aShareOfALargeContractIsExact() {
        Contract large = new Contract(Side.BUY, Long.MAX_VALUE / 4, 1);
        assertThat(Delivered.of(large, new MeteredEnergy(5, 0, 1, false), 3).wh())
                .isEqualTo(5
                        + new java.math.BigInteger("2305843009213693952")
                                        .shiftLeft(1)
                                        .longValueExact()
                                / 3);
        assertThatThrownBy(() -> Delivered.of(large, new MeteredEnergy(0, 0, 4, false), 3))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneInputOneEncoding() {
        RunInput input = new RunInput(
                new PointKey("änna", "up-1"),
                new MeteredEnergy(1, 2, 3, true),
                new PointHistory(List.of(new PointHistory.Entry(0, -4), new PointHistory.Entry(7, 5))));
        byte[] bytes = bytes(input);
        byte[] expected = ByteBuffer.allocate(4 + 5 + 4 + 4 + 24 + 1 + 4 + 24)
                .putInt(5)
                .put("änna".getBytes(StandardCharsets.UTF_8))
                .putInt(4)
                .put("up-1".getBytes(StandardCharsets.UTF_8))
                .putLong(1)
                .putLong(2)
                .putLong(3)
                .put((byte) 1)
                .putInt(2)
                .putInt(0)
                .putLong(-4)
                .putInt(7)
                .putLong(5)
                .array();
        assertThat(bytes).isEqualTo(expected);
        CanonicalReader reader = new CanonicalReader(bytes);
        assertThat(RunInputCodec.read(reader)).isEqualTo(input);
        reader.end();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> RunInputCodec.read(new CanonicalReader(cut)))
                    .isInstanceOf(CanonicalReader.MalformedBytes.class);
        }
        int flag = 4 + 5 + 4 + 4 + 24;
        for (int[] wrong : new int[][] {{flag, 2}, {flag - 24, 0x80}, {flag + 1, 0x7f}, {flag + 1 + 4 + 3, 8}}) {
            byte[] broken = bytes.clone();
            broken[wrong[0]] = (byte) wrong[1];
            assertThatThrownBy(() -> RunInputCodec.read(new CanonicalReader(broken)))
                    .isInstanceOf(CanonicalReader.MalformedBytes.class);
        }
    }

    private static byte[] bytes(RunInput input) {
        return withoutDomain(
                RunInputCodec.write(new CanonicalWriter().start(""), input).toBytes());
    }

    private static byte[] withoutDomain(byte[] bytes) {
        return Arrays.copyOfRange(bytes, 4, bytes.length);
    }

    /** Both chains by another encoder, and the state that one run leaves is the state that the next goes on from. */
    @Test
    void chainsStandAsTheyAreDocumented() {
        List<RunInput> inputs = List.of(input("aaron"), input("anna", 0), input("bert", 0, 1));
        DeliveryOutcome outcome =
                WORLD.replay().run(SettlementRun.correction(2), inputs, (line, lineId, settlementId) -> {});
        byte[] inputHash = new byte[32];
        byte[] before = new byte[32];
        for (RunInput input : inputs) {
            inputHash = chain("gridclear.run-input.v1", inputHash, bytes(input));
            if (!input.before().isEmpty()) {
                byte[] all = bytes(input);
                int point = 4
                        + input.point().participant().length()
                        + 4
                        + input.point().usagePoint().length();
                byte[] state = new byte[all.length - 25];
                System.arraycopy(all, 0, state, 0, point);
                System.arraycopy(all, point + 25, state, point, state.length - point);
                before = chain("gridclear.run-state.v1", before, state);
            }
        }
        assertThat(outcome.inputHash()).isEqualTo(HexFormat.of().formatHex(inputHash));
        assertThat(outcome.stateBefore()).isEqualTo(HexFormat.of().formatHex(before));
        assertThat(outcome.stateAfter()).isNotEqualTo(outcome.stateBefore());
    }

    private static byte[] chain(String domain, byte[] last, byte[] bytes) {
        byte[] text = domain.getBytes(StandardCharsets.UTF_8);
        return SlowMerkleTree.sha256(ByteBuffer.allocate(4 + text.length + 32 + bytes.length)
                .putInt(text.length)
                .put(text)
                .put(last)
                .put(bytes)
                .array());
    }

    /** An input that was changed by one bit gives another hash, and another run gives another h. */
    @Test
    void everyFieldOfARunIsBound() {
        List<String> hashes = new ArrayList<>();
        long[] values = new long[RunFigure.values().length];
        Arrays.setAll(values, i -> i + 10);
        DeliveryOutcome outcome = outcome(1, "11", "22", "33", values, 2, "44");
        hashes.add(hash("a", 5, SettlementRun.METERED, 6, 7, outcome));
        hashes.add(hash("b", 5, SettlementRun.METERED, 6, 7, outcome));
        hashes.add(hash("a", 6, SettlementRun.METERED, 6, 7, outcome));
        hashes.add(hash("a", 5, SettlementRun.correction(1), 6, 7, outcome));
        hashes.add(hash("a", 5, SettlementRun.correction(2), 6, 7, outcome));
        hashes.add(hash("a", 5, SettlementRun.METERED, 7, 7, outcome));
        hashes.add(hash("a", 5, SettlementRun.METERED, 6, 6, outcome));
        for (DeliveryOutcome other : List.of(
                outcome(2, "11", "22", "33", values, 2, "44"),
                outcome(1, "12", "22", "33", values, 2, "44"),
                outcome(1, "11", "23", "33", values, 2, "44"),
                outcome(1, "11", "22", "34", values, 2, "44"),
                outcome(1, "11", "22", "33", values, 3, "44"),
                outcome(1, "11", "22", "33", values, 2, "45"))) {
            hashes.add(hash("a", 5, SettlementRun.METERED, 6, 7, other));
        }
        for (int i = 0; i < values.length; i++) {
            long[] changed = values.clone();
            changed[i]++;
            hashes.add(hash("a", 5, SettlementRun.METERED, 6, 7, outcome(1, "11", "22", "33", changed, 2, "44")));
        }
        assertThat(hashes).hasSize(13 + values.length).doesNotHaveDuplicates();
        assertThatThrownBy(() -> hash("a", 5, SettlementRun.INITIAL, 6, 7, outcome))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RunHash(new Sha256())
                        .of("a", 5, SettlementRun.METERED, new byte[31], new byte[32], outcome))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The layout as it is documented, by another encoder. */
    @Test
    void bytesOfTheRunHashStandAsTheyAreDocumented() {
        long[] values = new long[RunFigure.values().length];
        Arrays.setAll(values, i -> i + 10);
        ByteBuffer bytes =
                ByteBuffer.allocate(4 + 16 + 4 + 1 + 8 + 1 + 4 + 4 + 64 + 8 + 96 + values.length * 8 + 8 + 32);
        bytes.putInt(16).put("gridclear.run.v1".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(1).put((byte) 'a').putLong(5).put((byte) 3).putInt(9).putInt(MarketTerms.RULE_VERSION);
        bytes.put(filled(6))
                .put(filled(7))
                .putLong(1)
                .put(filled(0x11))
                .put(filled(0x22))
                .put(filled(0x33));
        for (long value : values) {
            bytes.putLong(value);
        }
        bytes.putLong(2).put(filled(0x44));
        assertThat(bytes.hasRemaining()).isFalse();
        assertThat(hash("a", 5, SettlementRun.correction(9), 6, 7, outcome(1, "11", "22", "33", values, 2, "44")))
                .isEqualTo(HexFormat.of().formatHex(SlowMerkleTree.sha256(bytes.array())));
    }

    private static DeliveryOutcome outcome(
            long inputs, String input, String before, String after, long[] values, long lines, String root) {
        return new DeliveryOutcome(
                inputs,
                input.repeat(32),
                before.repeat(32),
                after.repeat(32),
                new RunFigures(values),
                lines,
                root.repeat(32));
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static String hash(
            String area, long period, SettlementRun run, int book, int initial, DeliveryOutcome outcome) {
        return HexFormat.of()
                .formatHex(new RunHash(new Sha256()).of(area, period, run, filled(book), filled(initial), outcome));
    }

    @Test
    void pointsStandInTheOrderOfTheirBytes() {
        List<String> names = List.of("", "a", "a\u0000", "aa", "b", "\u00e9", "\uffff", "\ud83d\ude00", "\ud83d\ude01");
        for (int i = 0; i < names.size(); i++) {
            for (int j = 0; j < names.size(); j++) {
                int expected = Integer.signum(Arrays.compareUnsigned(
                        names.get(i).getBytes(StandardCharsets.UTF_8),
                        names.get(j).getBytes(StandardCharsets.UTF_8)));
                assertThat(Integer.signum(new PointKey(names.get(i), "x").compareTo(new PointKey(names.get(j), "x"))))
                        .isEqualTo(expected);
                assertThat(Integer.signum(new PointKey("x", names.get(i)).compareTo(new PointKey("x", names.get(j)))))
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aUsagePointDoesNotStandOnBothSides() {
        assertThatThrownBy(() -> new Contract(Side.SELL, 1, 0).plus(Side.BUY, 1, 0))
                .isInstanceOf(InvariantViolation.class);
    }

    @Test
    void aHistoryKnowsWhenALineWasLastMade() {
        PointHistory history =
                PointHistory.EMPTY.plus(0, 5).plus(1, 5).plus(3, 2).plus(6, 9);
        assertThat(history.entries()).hasSize(3);
        assertThat(history.lastRun(wh -> wh == 9, 8)).isEqualTo(7);
        assertThat(history.lastRun(wh -> wh == 2, 8)).isEqualTo(5);
        assertThat(history.lastRun(wh -> wh == 5, 8)).isEqualTo(2);
        assertThat(history.lastRun(wh -> wh < 9, 8)).isEqualTo(5);
        assertThat(history.lastRun(wh -> wh == 4, 8)).isEqualTo(-1);
        assertThat(PointHistory.EMPTY.lastRun(wh -> true, 8)).isEqualTo(-1);
        assertThatThrownBy(() -> history.plus(6, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
