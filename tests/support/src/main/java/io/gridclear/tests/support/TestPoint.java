package io.gridclear.tests.support;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.signing.Ed25519KeyPair;
import io.gridclear.schemas.signing.Ed25519Signer;
import io.gridclear.schemas.signing.MeterReadingSignedBytes;
import java.nio.ByteBuffer;
import java.time.Instant;

/** A usage point of one participant, with its key: where bids come from. */
public final class TestPoint {
    private static final byte[] FLEET_SEED = new byte[Ed25519KeyPair.KEY_BYTES];

    private final UsagePoint point;
    private final Ed25519Signer signer;

    private TestPoint(UsagePoint point, Ed25519Signer signer) {
        this.point = point;
        this.signer = signer;
    }

    /** The usage point {@code <area>-<name>}, owned by the participant {@code <area>-<name>-owner}. */
    public static TestPoint in(String areaMrid, String name) {
        String mrid = areaMrid + "-" + name;
        Ed25519Signer signer = new Ed25519Signer(Ed25519KeyPair.derive(FLEET_SEED, mrid));
        UsagePoint point = UsagePoint.newBuilder()
                .setUsagePointMrid(mrid)
                .setAreaMrid(areaMrid)
                .setMarketParticipantMrid(mrid + "-owner")
                .setPublicKey(ByteBuffer.wrap(signer.publicKey()))
                .build();
        return new TestPoint(point, signer);
    }

    public String mrid() {
        return point.getUsagePointMrid();
    }

    public String participantMrid() {
        return point.getMarketParticipantMrid();
    }

    /** What the register has to know of it. */
    public UsagePoint registration() {
        return point;
    }

    /**
     * An order to sell that breaks no rule.
     *
     * @param quantityWh  energy, Wh
     * @param price micro-currency per kWh
     */
    public TestBid sells(Instant periodStart, long quantityWh, long price) {
        return order(Side.SELL, periodStart, quantityWh, price);
    }

    /** An order to buy that breaks no rule. */
    public TestBid buys(Instant periodStart, long quantityWh, long price) {
        return order(Side.BUY, periodStart, quantityWh, price);
    }

    /** A valid first reading, signed. */
    public MeterReading measures(Instant start, Instant end, long importWh) {
        return signed(MeterReading.newBuilder()
                .setUsagePointMrid(mrid())
                .setIntervalStart(start)
                .setIntervalEnd(end)
                .setImportWh(importWh)
                .setQuality(ReadingQuality.VALID)
                .setCreatedAt(end)
                .build());
    }

    /** The reading with this point's signature over what it says now. */
    public MeterReading signed(MeterReading reading) {
        reading.setSignature(ByteBuffer.wrap(sign(MeterReadingSignedBytes.of(reading))));
        return reading;
    }

    byte[] sign(byte[] message) {
        return signer.sign(message);
    }

    private TestBid order(Side side, Instant periodStart, long quantityWh, long price) {
        return new TestBid(
                this,
                Bid.newBuilder()
                        .setUsagePointMrid(mrid())
                        .setOrderId("order-" + periodStart.toEpochMilli())
                        .setSide(side)
                        .setPeriodStart(periodStart)
                        .setQuantityWh(quantityWh)
                        .setPrice(price)
                        .setCreatedAt(periodStart.minusSeconds(60)));
    }
}
