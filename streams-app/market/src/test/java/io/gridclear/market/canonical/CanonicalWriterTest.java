package io.gridclear.market.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.twin.SlowMerkleTree;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalWriterTest {

    private static String hex(CanonicalWriter writer) {
        return HexFormat.of().formatHex(writer.toBytes());
    }

    private static CanonicalWriter writer() {
        return new CanonicalWriter().start("d");
    }

    @Test
    void integersAreBigEndianAndTextHasItsLengthBeforeIt() {
        assertThat(hex(writer())).isEqualTo("0000000164");
        assertThat(hex(writer().int8(0x81))).isEqualTo("0000000164" + "81");
        assertThat(hex(writer().int32(0x01020304))).isEqualTo("0000000164" + "01020304");
        assertThat(hex(writer().int32(-2))).isEqualTo("0000000164" + "fffffffe");
        assertThat(hex(writer().int64(0x0102030405060708L))).isEqualTo("0000000164" + "0102030405060708");
        assertThat(hex(writer().int64(Long.MIN_VALUE))).isEqualTo("0000000164" + "8000000000000000");
        assertThat(hex(writer().string("ab"))).isEqualTo("0000000164" + "00000002" + "6162");
        assertThat(hex(writer().string(""))).isEqualTo("0000000164" + "00000000");
        assertThat(hex(writer().bytes(new byte[] {7}))).isEqualTo("0000000164" + "00000001" + "07");
        assertThat(hex(writer().raw(new byte[] {7, 8}))).isEqualTo("0000000164" + "0708");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "feeder-7",
                "Zähler",
                "電表",
                "a\u0000b",
                "half\u007F\u0080",
                "\uD83D\uDD0C plug",
                "x\uD83D\uDD0C"
            })
    void textIsItsUtf8Bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertThat(writer().string(text).toBytes())
                .isEqualTo(new CanonicalWriter().start("d").bytes(utf8).toBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "\uDD0C", "a\uD83Db", "\uDD0C\uD83D"})
    void halfASurrogatePairHasNoBytes(String text) {
        assertThatThrownBy(() -> writer().string(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsSplitDifferentlyReadsDifferently() {
        assertThat(hex(writer().string("ab").string("c")))
                .isNotEqualTo(hex(writer().string("a").string("bc")));
        assertThat(hex(writer().string("a").string("")))
                .isNotEqualTo(hex(writer().string("").string("a")));
        assertThat(hex(new CanonicalWriter().start("ab")))
                .isNotEqualTo(hex(new CanonicalWriter().start("a").int8('b')));
        assertThat(hex(writer().bytes(new byte[0]))).isNotEqualTo(hex(writer()));
        assertThat(hex(writer().int64(1).int32(2)))
                .isNotEqualTo(hex(writer().int32(1).int64(2)));
    }

    @Test
    void aStartForgetsWhatWasWritten() {
        CanonicalWriter writer = new CanonicalWriter();
        writer.start("first").string("x".repeat(10_000));
        assertThat(hex(writer.start("d").int8(1))).isEqualTo("0000000164" + "01");
    }

    @Test
    void growsForTextNumbersAndBytesAlike() {
        for (int room = 500; room < 520; room++) {
            CanonicalWriter writer = new CanonicalWriter().raw(new byte[room]);
            byte[] expected = new byte[room + 4 + 2 + 8 + 4 + 1];
            expected[room + 3] = 2;
            expected[room + 4] = 'h';
            expected[room + 5] = 'i';
            expected[room + 13] = 1;
            expected[room + 17] = 2;
            expected[room + 18] = 3;
            assertThat(writer.string("hi").int64(1).int32(2).int8(3).toBytes())
                    .as("%d bytes before", room)
                    .isEqualTo(expected);
        }
    }

    @Test
    void theHashIsThatOfTheBytes() {
        CanonicalWriter writer = writer().string("x").int64(5);
        assertThat(writer.hash(new Sha256())).isEqualTo(SlowMerkleTree.sha256(writer.toBytes()));
    }
}
