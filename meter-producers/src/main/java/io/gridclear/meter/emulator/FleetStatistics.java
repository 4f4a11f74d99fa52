package io.gridclear.meter.emulator;

import io.gridclear.meter.forecast.ForecastReport;
import io.gridclear.schemas.avro.RejectReasonCode;
import java.util.Map;

/**
 * What a run has done so far.
 *
 * @param bidsSent bids handed over, first bids and revisions together
 * @param requotesSent how many of them were revisions
 * @param bidsAcked bids that stand in the topic
 * @param bidsFailed bids that do not, or not for sure: refused by the client's checks, no room, broker away
 * @param bidsLate bids handed over after the gate (revisions: after the window) by this machine's clock
 * @param rejections bids that the market refused, by reason
 * @param readingsSent readings handed over
 * @param readingsAcked readings that stand in the topic
 * @param readingsFailed readings that do not, or not for sure
 * @param referencePrices reference prices of the fleet's areas that were heard
 * @param forecast how far the fleet's forecasts are off over the whole plan
 */
public record FleetStatistics(
        long bidsSent,
        long requotesSent,
        long bidsAcked,
        long bidsFailed,
        long bidsLate,
        Map<RejectReasonCode, Long> rejections,
        long readingsSent,
        long readingsAcked,
        long readingsFailed,
        long referencePrices,
        ForecastReport forecast) {
    /** Bids that the market refused, for any reason. */
    public long bidsRejected() {
        return rejections.values().stream().mapToLong(Long::longValue).sum();
    }
}
