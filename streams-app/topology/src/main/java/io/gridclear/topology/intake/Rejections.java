package io.gridclear.topology.intake;

import io.gridclear.market.order.RejectReason;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.time.Instant;

/** Makes the one answer that a fleet gets to a refused bid. */
public final class Rejections {

    private Rejections() {}

    /**
     * The rejection of a bid.
     *
     * @param participant owner of the usage point, or empty where it is not known
     * @param area the area, or empty where it is not known
     * @param detail the reason in words
     * @param sourcePartition partition of the bid
     * @param sourceOffset its offset
     * @param nowMs the application's clock, epoch ms
     */
    public static BidRejected of(
            Bid bid,
            String participant,
            String area,
            RejectReason reason,
            String detail,
            int sourcePartition,
            long sourceOffset,
            long nowMs) {
        return new BidRejected(
                participant,
                bid.getUsagePointMrid(),
                bid.getOrderId(),
                bid.getRevision(),
                area,
                bid.getPeriodStart(),
                RejectReasonCode.valueOf(reason.name()),
                detail,
                TopicCatalogue.BIDS.name(),
                sourcePartition,
                sourceOffset,
                Instant.ofEpochMilli(nowMs));
    }
}
