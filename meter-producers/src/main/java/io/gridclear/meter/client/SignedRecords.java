package io.gridclear.meter.client;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.signing.BidSignedBytes;
import io.gridclear.schemas.signing.MeterReadingSignedBytes;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Drafts as records of the contract, signed where the meter has a key. */
final class SignedRecords {
    private static final ByteBuffer UNSIGNED = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private SignedRecords() {}

    static Bid bid(MeterIdentity meter, BidDraft draft) {
        Bid bid = new Bid(
                meter.usagePointMrid(),
                draft.orderId(),
                draft.revision(),
                draft.side(),
                draft.periodStart(),
                draft.quantityWh(),
                draft.price(),
                boxed(draft.limitPrice()),
                draft.createdAt(),
                UNSIGNED);
        meter.signer().ifPresent(signer -> bid.setSignature(ByteBuffer.wrap(signer.sign(BidSignedBytes.of(bid)))));
        return bid;
    }

    static MeterReading reading(MeterIdentity meter, ReadingDraft draft) {
        MeterReading reading = new MeterReading(
                meter.usagePointMrid(),
                draft.intervalStart(),
                draft.intervalEnd(),
                draft.importWh(),
                draft.exportWh(),
                boxed(draft.importRegisterWh()),
                boxed(draft.exportRegisterWh()),
                draft.quality(),
                draft.revision(),
                draft.createdAt(),
                UNSIGNED);
        meter.signer()
                .ifPresent(signer ->
                        reading.setSignature(ByteBuffer.wrap(signer.sign(MeterReadingSignedBytes.of(reading)))));
        return reading;
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
