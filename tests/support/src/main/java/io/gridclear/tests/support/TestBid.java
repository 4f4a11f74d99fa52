package io.gridclear.tests.support;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.signing.BidSignedBytes;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A bid in the making: right by default, then one thing about it is changed, then it is signed. */
public final class TestBid {
    private final TestPoint owner;
    private final Bid.Builder bid;

    TestBid(TestPoint owner, Bid.Builder bid) {
        this.owner = owner;
        this.bid = bid;
    }

    /** The same bid with something changed before it is signed. */
    public TestBid with(Consumer<Bid.Builder> change) {
        Bid.Builder changed = Bid.newBuilder(bid);
        change.accept(changed);
        return new TestBid(owner, changed);
    }

    /** The bid, signed with the key of its usage point. */
    public Bid signed() {
        return signedBy(owner);
    }

    /** The bid, signed with somebody else's key. */
    public Bid signedBy(TestPoint signer) {
        Bid unsigned = unsigned();
        return Bid.newBuilder(unsigned)
                .setSignature(ByteBuffer.wrap(signer.sign(BidSignedBytes.of(unsigned))))
                .build();
    }

    /** The bid without a signature. */
    public Bid unsigned() {
        return Bid.newBuilder(bid).build();
    }
}
