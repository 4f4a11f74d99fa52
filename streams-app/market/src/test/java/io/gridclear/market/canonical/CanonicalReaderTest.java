package io.gridclear.market.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalReaderTest {

    private static final long SEED = 4506;

    private static CanonicalReader of(String hex) {
        return new CanonicalReader(HexFormat.of().parseHex(hex));
    }

    @Test
    void readsWhatTheWriterWrote() {
        byte[] bytes = new CanonicalWriter()
                .start("gridclear.d.v1")
                .int8(0x81)
                .int32(-2)
                .int64(Long.MIN_VALUE)
                .string("Zo\u00eb \uD83D\uDD0C")
                .string("")
                .bytes(new byte[] {7, 8})
                .raw(new byte[] {9})
                .toBytes();
        CanonicalReader reader = new CanonicalReader(bytes).start("gridclear.d.v1");
        assertThat(reader.int8()).isEqualTo(0x81);
        assertThat(reader.int32()).isEqualTo(-2);
        assertThat(reader.int64()).isEqualTo(Long.MIN_VALUE);
        assertThat(reader.string(9)).isEqualTo("Zo\u00eb \uD83D\uDD0C");
        assertThat(reader.string(0)).isEmpty();
        assertThat(reader.bytes(2)).containsExactly(7, 8);
        assertThat(reader.remaining()).isEqualTo(1);
        assertThat(reader.raw(1)).containsExactly(9);
        reader.end();
    }

    @Test
    void everyNumberComesBack() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 1_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            CanonicalReader reader = new CanonicalReader(new CanonicalWriter()
                    .int64(value)
                    .int32((int) value)
                    .int8((int) value)
                    .toBytes());
            assertThat(reader.int64()).as("seed %d", SEED).isEqualTo(value);
            assertThat(reader.int32()).as("seed %d", SEED).isEqualTo((int) value);
            assertThat(reader.int8()).as("seed %d", SEED).isEqualTo((int) (value & 0xff));
            reader.end();
        }
    }

    @ParameterizedTest(name = "text {0}: {1}")
    @CsvSource({
        "00000003616263, byte 0: a length of 3 is not within 0..2",
        "00000002, 'byte 4: 2 bytes wanted, 0 left'",
        "0000000261, 'byte 4: 2 bytes wanted, 1 left'",
        "000000, 'byte 0: an integer of 4 bytes wanted, 3 left'",
        "ffffffff61, byte 0: a length of -1 is not within 0..2",
        "7fffffff61, byte 0: a length of 2147483647 is not within 0..2",
        "00000001ff, byte 0: a text that is not UTF-8",
        "00000002c080, byte 0: a text that is not UTF-8",
        "00000001c3, byte 0: a text that is not UTF-8",
    })
    void refusesTextThatNoWriterWrote(String hex, String says) {
        assertThatThrownBy(() -> of(hex).string(2))
                .isInstanceOf(CanonicalReader.MalformedBytes.class)
                .hasMessage(says);
    }

    @Test
    void refusesHalfASurrogatePairInUtf8() {
        assertThatThrownBy(() -> of("00000003eda080").string(3)).hasMessage("byte 0: a text that is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00000000000000"})
    void refusesNumbersThatAreCutOff(String hex) {
        assertThatThrownBy(() -> of(hex).int64()).hasMessageContaining("an integer of 8 bytes wanted");
    }

    @Test
    void refusesAnEmptyByteAndAnotherDomain() {
        assertThatThrownBy(() -> of("").int8()).hasMessage("byte 0: an integer of 1 byte wanted, 0 left");
        byte[] other = new CanonicalWriter().start("gridclear.e.v1").toBytes();
        assertThatThrownBy(() -> new CanonicalReader(other).start("gridclear.d.v1"))
                .hasMessage("byte 0: the domain is not gridclear.d.v1");
    }

    @Test
    void refusesWhatFollowsTheEnd() {
        CanonicalReader reader = of("0102");
        reader.int8();
        assertThatThrownBy(reader::end).hasMessage("byte 1: 1 bytes follow the end of the message");
    }

    @Test
    void refusesNegativeLengthsOfItsCaller() {
        assertThatThrownBy(() -> of("0102").raw(-1)).isInstanceOf(CanonicalReader.MalformedBytes.class);
    }
}
