package io.gridclear.market.routing;

import static io.gridclear.market.routing.FeederDraft.feeder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.canonical.CanonicalReader.MalformedBytes;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.twin.FeederShape;
import io.gridclear.market.twin.RandomFeeder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FeederCodecTest {

    private static final long SEED = 20_240_611;
    private static final Feeder SMALL = feeder("x a b 5 7 9", "y b c 6 8");

    /** The bytes in full: another implementation has to come to the same. */
    @Test
    void theBytesOfAFeeder() {
        assertThat(HexFormat.of().formatHex(FeederCodec.encode(SMALL)))
                .isEqualTo("00000013" + "67726964636c6561722e6665656465722e7631"
                        + "00000003" + "0000000161" + "0000000162" + "0000000163"
                        + "00000002"
                        + "0000000178" + "00000000" + "00000001" + "00000005" + "0000000000000007" + "0000000000000009"
                        + "0000000179" + "00000001" + "00000002" + "00000006" + "0000000000000008"
                        + "0000000000000008");
        assertThat(FeederCodec.digest(SMALL)).isEqualTo(new Sha256().hash(FeederCodec.encode(SMALL)));
    }

    @ParameterizedTest
    @EnumSource
    void everyFeederComesBackWhateverOrderItWasGivenIn(FeederShape shape) {
        for (long seed = 0; seed < 20; seed++) {
            Feeder feeder = RandomFeeder.of(1 + (int) seed * 5, 0, shape, seed).feeder();
            byte[] bytes = FeederCodec.encode(feeder);
            assertThat(FeederCodec.decode(bytes)).as("seed %d", seed).isEqualTo(feeder);
            assertThat(FeederCodec.encode(FeederCodec.decode(bytes)))
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
            List<String> buses = new ArrayList<>(feeder.buses());
            List<Feeder.Line> lines = new ArrayList<>(feeder.lines());
            Collections.shuffle(buses, new Random(seed));
            Collections.shuffle(lines, new Random(seed));
            assertThat(FeederCodec.digest(new Feeder(buses, lines)))
                    .as("seed %d", seed)
                    .isEqualTo(FeederCodec.digest(feeder));
        }
    }

    @Test
    void whateverDiffersHasAnotherDigest() {
        List<Feeder> others = List.of(
                SMALL,
                feeder("x a b 6 7 9", "y b c 6 8"),
                feeder("x a b 5 8 9", "y b c 6 8"),
                feeder("x a b 5 9 7", "y b c 6 8"),
                feeder("z a b 5 7 9", "y b c 6 8"),
                feeder("x a c 5 7 9", "y b c 6 8"),
                feeder("x a b 5 7 9", "y b d 6 8"),
                feeder("x a b 5 7 9", "y b c 6 8", "d"),
                feeder("x a b 5 7 9", "c"));
        assertThat(others.stream().map(FeederCodec::digest).map(HexFormat.of()::formatHex))
                .doesNotHaveDuplicates();
    }

    @Test
    void bytesThatAreCutOffAnywhereOrGoOnAreRefused() {
        byte[] bytes = FeederCodec.encode(SMALL);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> FeederCodec.decode(cut))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(MalformedBytes.class);
        }
        assertThatThrownBy(() -> FeederCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageEndingWith("1 bytes follow the end of the message");
    }

    @Test
    void noTwoSequencesOfBytesAreOneFeeder() {
        SplittableRandom random = new SplittableRandom(SEED);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = FeederCodec.encode(SMALL);
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Feeder feeder;
            try {
                feeder = FeederCodec.decode(bytes);
            } catch (MalformedBytes e) {
                refused++;
                continue;
            }
            read++;
            assertThat(FeederCodec.encode(feeder))
                    .as("seed %d, turn %d", SEED, i)
                    .isEqualTo(bytes);
        }
        assertThat(read).isGreaterThan(2_000);
        assertThat(refused).isGreaterThan(5_000);
    }

    private static CanonicalWriter start() {
        return new CanonicalWriter().start("gridclear.feeder.v1");
    }

    private static CanonicalWriter ab(int lines) {
        return start().int32(2).string("a").string("b").int32(lines);
    }

    private static CanonicalWriter line(
            CanonicalWriter writer, String id, int from, int to, int weight, long capacityW) {
        return writer.string(id)
                .int32(from)
                .int32(to)
                .int32(weight)
                .int64(capacityW)
                .int64(1);
    }

    static List<Arguments> refusals() {
        return List.of(
                Arguments.of(
                        new CanonicalWriter().start("gridclear.feeder.v2"), "the domain is not gridclear.feeder.v1"),
                Arguments.of(start().int32(-1), "-1 buses, not 0..20000"),
                Arguments.of(start().int32(20_001), "20001 buses, not 0..20000"),
                Arguments.of(start().int32(0).int32(0), "a feeder has 1 to 20000 buses, not 0"),
                Arguments.of(start().int32(1).string(""), "the id  does not come after "),
                Arguments.of(start().int32(1).string("x".repeat(65)), "a length of 65 is not within 0..64"),
                Arguments.of(start().int32(2).string("b").string("a"), "the id a does not come after b"),
                Arguments.of(start().int32(2).string("b").string("b"), "the id b does not come after b"),
                Arguments.of(ab(-1), "-1 lines, not 0..40000"),
                Arguments.of(ab(40_001), "40001 lines, not 0..40000"),
                Arguments.of(line(ab(1), "x", 0, 2, 1, 1), "no bus has the place 2"),
                Arguments.of(line(ab(1), "x", -1, 1, 1, 1), "no bus has the place -1"),
                Arguments.of(line(ab(1), "x", 1, 1, 1, 1), "line x leads from bus b to itself"),
                Arguments.of(line(ab(1), "x", 1, 0, 1, 1), "line x leads from bus b to bus a, whose id comes first"),
                Arguments.of(line(ab(1), "x", 0, 1, 0, 1), "line x has the weight 0, not 1..1000000000"),
                Arguments.of(line(ab(1), "x", 0, 1, 1, -1), "line x has a capacity of -1 W, not 0..1000000000000"),
                Arguments.of(line(line(ab(2), "y", 0, 1, 1, 1), "x", 0, 1, 1, 1), "the id x does not come after y"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void refusesWhatIsNoFeeder(CanonicalWriter bytes, String says) {
        assertThatThrownBy(() -> FeederCodec.decode(bytes.toBytes()))
                .isInstanceOf(MalformedBytes.class)
                .hasMessageStartingWith("byte ")
                .hasMessageEndingWith(says);
    }
}
