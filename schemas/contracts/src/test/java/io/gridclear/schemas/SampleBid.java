package io.gridclear.schemas;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.Side;
import java.nio.ByteBuffer;
import java.time.Instant;

/** The one bid that the golden bytes are of. */
public final class SampleBid {

    private SampleBid() {}

    public static Bid bid() {
        return Bid.newBuilder()
                .setUsagePointMrid("up-0001")
                .setOrderId("o-1")
                .setRevision(2)
                .setSide(Side.SELL)
                .setPeriodStart(Instant.ofEpochMilli(1_732_320_000_000L))
                .setQuantityWh(1500)
                .setPrice(520_000)
                .setLimitPrice(480_000L)
                .setCreatedAt(Instant.ofEpochMilli(1_732_319_000_123L))
                .setSignature(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .build();
    }
}
