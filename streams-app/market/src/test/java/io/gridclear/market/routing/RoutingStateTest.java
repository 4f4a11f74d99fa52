package io.gridclear.market.routing;

import static io.gridclear.market.routing.FeederDraft.HOUR_MS;
import static io.gridclear.market.routing.FeederDraft.feeder;
import static io.gridclear.market.routing.FeederDraft.router;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.canonical.CanonicalReader.MalformedBytes;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoutingStateTest {

    private static final long SEED = 20_240_612;

    private static RoutingState some() {
        Router router = router(feeder("ab a b 1 9", "bc b c 1 9"));
        router.route("a", "c", 3);
        router.route("c", "b", 2);
        router.route("a", "b", 1);
        return router.state();
    }

    @Test
    void holdsWhatLinesCarryAndNothingElse() {
        RoutingState state = some();
        assertThat(state.trades()).isEqualTo(3);
        assertThat(state.subtrees()).hasSize(2);
        assertThat(state.flows())
                .containsExactly(new LineFlow(0, false, 4), new LineFlow(1, false, 3), new LineFlow(1, true, 2));
    }

    @Test
    void theBytesOfAState() {
        RoutingState state = some();
        assertThat(HexFormat.of().formatHex(state.encode()))
                .isEqualTo("0000001a" + "67726964636c6561722e726f7574696e672d73746174652e7631"
                        + "0000000000000003"
                        + HexFormat.of().formatHex(state.subtrees().get(0))
                        + HexFormat.of().formatHex(state.subtrees().get(1))
                        + "00000003"
                        + "00000000" + "0000000000000004"
                        + "00000002" + "0000000000000003"
                        + "00000003" + "0000000000000002");
        assertThat(RoutingState.decode(state.encode()).encode()).isEqualTo(state.encode());
        assertThat(RoutingState.decode(RoutingState.empty().encode())).isEqualTo(RoutingState.empty());
    }

    @Test
    void theLargestStateFitsARecord() {
        List<LineFlow> flows = new ArrayList<>();
        for (int line = 0; line < Feeder.MAX_LINES; line++) {
            flows.add(new LineFlow(line, false, Long.MAX_VALUE));
            flows.add(new LineFlow(line, true, Long.MAX_VALUE));
        }
        List<byte[]> subtrees = new ArrayList<>();
        for (int i = 0; i < 63; i++) {
            subtrees.add(new byte[32]);
        }
        RoutingState largest = new RoutingState(Long.MAX_VALUE, subtrees, flows);
        assertThat(largest.encode()).hasSizeLessThan(1_000_000);
        assertThat(RoutingState.decode(largest.encode()).flows()).isEqualTo(flows);
    }

    @Test
    void noTwoSequencesOfBytesAreOneState() {
        byte[] good = some().encode();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> RoutingState.decode(cut)).isInstanceOf(MalformedBytes.class);
        }
        assertThatThrownBy(() -> RoutingState.decode(Arrays.copyOf(good, good.length + 1)))
                .isInstanceOf(MalformedBytes.class);
        SplittableRandom random = new SplittableRandom(SEED);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(RoutingState.decode(bytes).encode())
                        .as("seed %d, turn %d", SEED, i)
                        .isEqualTo(bytes);
                read++;
            } catch (MalformedBytes e) {
                // refused, which is the other thing that may happen to it
                assertThat(e).hasMessageStartingWith("byte ");
            }
        }
        assertThat(read).isGreaterThan(2_000).isLessThan(18_000);
    }

    private static CanonicalWriter start(long trades, int flows) {
        return new CanonicalWriter()
                .start("gridclear.routing-state.v1")
                .int64(trades)
                .int32(flows);
    }

    static List<Arguments> refusals() {
        return List.of(
                Arguments.of(start(0, -1), "-1 flows, not 0..80000"),
                Arguments.of(start(0, 80_001), "80001 flows, not 0..80000"),
                Arguments.of(start(0, 1).int32(4).int64(0), "no line 2 carries 0 Wh"),
                Arguments.of(start(0, 1).int32(-1).int64(5), "no line -1 carries 5 Wh"),
                Arguments.of(start(0, 1).int32(80_000).int64(5), "no line 40000 carries 5 Wh"),
                Arguments.of(
                        start(0, 2).int32(4).int64(5).int32(4).int64(5),
                        "LineFlow[line=2, reverse=false, energyWh=5] does not come after "
                                + "LineFlow[line=2, reverse=false, energyWh=5]"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void refusesWhatNoRouterSaved(CanonicalWriter bytes, String says) {
        assertThatThrownBy(() -> RoutingState.decode(bytes.toBytes()))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageEndingWith(says);
    }

    @Test
    void aRouterRefusesTheStateOfAnotherFeeder() {
        FeederGraph graph = new FeederGraph(feeder("ab a b 1 9"));
        RoutingState foreign = new RoutingState(0, List.of(), List.of(new LineFlow(1, false, 1)));
        assertThatThrownBy(() -> new Router(graph, HOUR_MS, foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no line of this feeder carries LineFlow[line=1");
        RoutingState tooMuch = new RoutingState(0, List.of(), List.of(new LineFlow(0, true, 10)));
        assertThatThrownBy(() -> new Router(graph, HOUR_MS, tooMuch)).isInstanceOf(IllegalArgumentException.class);
        RoutingState full = new RoutingState(0, List.of(), List.of(new LineFlow(0, true, 9)));
        assertThat(new Router(graph, HOUR_MS, full).state().flows()).isEqualTo(full.flows());
        assertThatThrownBy(() -> new RoutingState(1, List.of(), List.of()))
                .hasMessage("1 trades do not have 0 full subtrees");
    }
}
