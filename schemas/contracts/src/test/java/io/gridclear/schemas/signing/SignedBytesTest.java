package io.gridclear.schemas.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.SampleBid;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.avro.Side;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The signed form is a contract with meters in the field: the bytes are written down here, part by part. */
class SignedBytesTest {

    private static final String BID_TAG = "67726964636c6561722e6269642e76310a";
    private static final String READING_TAG = "67726964636c6561722e72656164696e672e76310a";

    private static Bid.Builder bid() {
        return Bid.newBuilder(SampleBid.bid());
    }

    private static MeterReading.Builder reading() {
        return MeterReading.newBuilder()
                .setUsagePointMrid("up-1")
                .setIntervalStart(Instant.ofEpochMilli(1))
                .setIntervalEnd(Instant.ofEpochMilli(2))
                .setImportWh(3)
                .setExportWh(4)
                .setExportRegisterWh(5L)
                .setQuality(ReadingQuality.EDITED)
                .setRevision(6)
                .setCreatedAt(Instant.ofEpochMilli(7));
    }

    @Test
    void aBid() {
        assertThat(HexFormat.of().formatHex(BidSignedBytes.of(bid().build())))
                .isEqualTo(BID_TAG
                        + "00000007" + "75702d30303031" // usagePointMrid up-0001
                        + "00000003" + "6f2d31" // orderId o-1
                        + "0000000000000002" // revision
                        + "01" // SELL
                        + "0000019356517800" // periodStart 1732320000000
                        + "00000000000005dc" // quantityWh 1500
                        + "000000000007ef40" // price 520000
                        + "01" + "0000000000075300" // limitPrice 480000
                        + "000001935642363b"); // createdAt 1732319000123
    }

    @Test
    void aBidWithoutALimitHasAZeroInItsPlace() {
        assertThat(HexFormat.of()
                        .formatHex(BidSignedBytes.of(bid().setLimitPrice(null).build())))
                .endsWith("000000000007ef40" + "00" + "000001935642363b");
    }

    @Test
    void aReading() {
        assertThat(HexFormat.of().formatHex(MeterReadingSignedBytes.of(reading().build())))
                .isEqualTo(READING_TAG
                        + "00000004" + "75702d31" // usagePointMrid up-1
                        + "0000000000000001" + "0000000000000002" // interval
                        + "0000000000000003" + "0000000000000004" // import, export
                        + "00" // no import register
                        + "01" + "0000000000000005" // export register
                        + "03" // EDITED
                        + "0000000000000006" // revision
                        + "0000000000000007"); // createdAt
    }

    @Test
    void aLongNameIsSignedWhole() {
        String name = "ü".repeat(500);

        assertThat(BidSignedBytes.of(bid().setOrderId(name).build()))
                .hasSize(17 + 4 + 7 + 4 + 1000 + 8 + 1 + 8 * 3 + 9 + 8);
    }

    static Stream<Arguments> changesOfABid() {
        return Stream.of(
                change("usage point", bid -> bid.setUsagePointMrid("up-0002")),
                change(
                        "a character moved to the next field",
                        bid -> bid.setUsagePointMrid("up-0001o").setOrderId("-1")),
                change("order", bid -> bid.setOrderId("o-2")),
                change("revision", bid -> bid.setRevision(3)),
                change("side", bid -> bid.setSide(Side.BUY)),
                change("no side", bid -> bid.setSide(Side.UNSPECIFIED)),
                change("period", bid -> bid.setPeriodStart(Instant.EPOCH)),
                change("quantity", bid -> bid.setQuantityWh(1501)),
                change("price", bid -> bid.setPrice(520_100)),
                change("limit", bid -> bid.setLimitPrice(480_100L)),
                change("no limit", bid -> bid.setLimitPrice(null)),
                change("creation", bid -> bid.setCreatedAt(Instant.EPOCH)));
    }

    private static Arguments change(String what, Consumer<Bid.Builder> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changesOfABid")
    void everyFieldIsSigned(String what, Consumer<Bid.Builder> change) {
        Bid.Builder changed = bid();
        change.accept(changed);

        assertThat(BidSignedBytes.of(changed.build())).isNotEqualTo(BidSignedBytes.of(bid().build()));
    }

    @Test
    void theSignatureItselfIsNotSigned() {
        Bid other = bid().setSignature(ByteBuffer.allocate(64)).build();

        assertThat(BidSignedBytes.of(other)).isEqualTo(BidSignedBytes.of(bid().build()));
    }

    @Test
    void everyQualityHasItsOwnCode() {
        assertThat(List.of(ReadingQuality.values()))
                .extracting(quality ->
                        MeterReadingSignedBytes.of(reading().setQuality(quality).build()))
                .extracting(bytes -> HexFormat.of().formatHex(bytes))
                .doesNotHaveDuplicates();
    }
}
