package io.gridclear.topology.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.routing.LineFlow;
import io.gridclear.market.routing.RoutingState;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A period's state comes out of the store as it went in, whatever phase it is in. */
class PeriodStateCodecTest {

    private static final PeriodKey KEY = new PeriodKey("area", 1_800_000_000_000L);

    private static PeriodState state(Random random, PeriodState.Phase phase) {
        PeriodState state = new PeriodState(
                KEY,
                new MarketTerms(
                        900_000 + random.nextInt(9),
                        900_000 + random.nextInt(9),
                        300_000 + random.nextInt(9),
                        100,
                        450_000,
                        670_000,
                        ReferencePriceRule.values()[random.nextInt(3)],
                        1 + random.nextInt(1_000),
                        "grid \u6f22\u0000",
                        "EUR",
                        "Europe/Berlin",
                        random.nextInt(1_000),
                        random.nextInt(1_000),
                        random.nextInt(1_000),
                        "tax \u6f22",
                        random.nextInt(1_000),
                        1_000 + random.nextInt(1_000),
                        random.nextBoolean() ? "" : "6d".repeat(32)));
        state.enter(phase);
        state.entries = random.nextLong();
        state.inputHash = hash(random);
        QueueCursor.Kind[] kinds = QueueCursor.Kind.values();
        for (int side = 0; side < 2; side++) {
            state.liveOrders[side] = random.nextLong();
            state.liveWh[side] = random.nextLong();
            state.residualsDone[side] = random.nextInt();
            state.cursors[side] =
                    new QueueCursor(kinds[random.nextInt(3)], random.nextLong(), random.nextLong(), random.nextLong());
        }
        state.gateClosedAt = random.nextLong();
        state.requoteClosedAt = random.nextLong();
        long lines = random.nextLong(Long.MAX_VALUE);
        long first = random.nextInt(1 << 20);
        long second = random.nextInt(1 << 20);
        state.journal(new ClearingJournal.State(
                new DealTotals(first, random.nextLong(), random.nextLong(), random.nextLong(), 1, 2),
                new DealTotals(second, random.nextLong(), random.nextLong(), random.nextLong(), 3, 4),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                hashes(random, Long.bitCount(first + second)),
                lines,
                hashes(random, Long.bitCount(lines)),
                new RoutingState(
                        first,
                        hashes(random, Long.bitCount(first)),
                        List.of(new LineFlow(3, false, 1 + random.nextInt(99)), new LineFlow(3, true, 7)))));
        return state;
    }

    private static byte[] hash(Random random) {
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        return hash;
    }

    private static List<byte[]> hashes(Random random, int count) {
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hashes.add(hash(random));
        }
        return hashes;
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldComesBack(PeriodState.Phase phase) {
        for (long seed = 0; seed < 8; seed++) {
            PeriodState written = state(new Random(seed), phase);
            PeriodState read = PeriodStateCodec.of(KEY, PeriodStateCodec.toBytes(written));
            PeriodStateCodec.readTally(read, PeriodStateCodec.tallyBytes(written));
            assertThat(read).as("seed %d", seed).usingRecursiveComparison().isEqualTo(written);
        }
    }

    @Test
    void aFreshStateIsSmall() {
        PeriodState state = new PeriodState(KEY, MarketTerms.ofPrices(100, 450_000, 670_000, ReferencePriceRule.MEAN));
        assertThat(PeriodStateCodec.toBytes(state)).hasSizeLessThan(1_024);
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 1, 3, -1})
    void anotherVersionIsNotGuessedAt(byte version) {
        byte[] bytes = PeriodStateCodec.toBytes(state(new Random(1), PeriodState.Phase.STAGE_1));
        bytes[0] = version;
        assertThatThrownBy(() -> PeriodStateCodec.of(KEY, bytes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has version " + version)
                .hasMessageContaining("start a version that reads it");
    }

    @Test
    void aStateThatIsCutShortIsNoState() {
        byte[] bytes = PeriodStateCodec.toBytes(state(new Random(1), PeriodState.Phase.STAGE_2));
        assertThatThrownBy(() -> PeriodStateCodec.of(KEY, Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cut short");
    }

    @Test
    void theTallyThatEveryBidWritesIsSmall() {
        assertThat(PeriodStateCodec.tallyBytes(state(new Random(1), PeriodState.Phase.SUBMISSION)))
                .hasSize(73);
    }

    @Test
    void aTallyOfAnotherVersionOrLengthIsNoTally() {
        PeriodState state = state(new Random(1), PeriodState.Phase.SUBMISSION);
        byte[] another = PeriodStateCodec.tallyBytes(state);
        another[0]++;
        for (byte[] wrong : List.of(another, Arrays.copyOf(another, another.length - 1), new byte[0])) {
            assertThatThrownBy(() -> PeriodStateCodec.readTally(state, wrong))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("tally of");
        }
    }
}
