package io.gridclear.meter.client;

import io.gridclear.schemas.avro.BidRejected;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The meters that a client speaks for, as far as it has heard of them: whose refusals concern it. */
final class OwnMeters {
    private final Set<String> participants = ConcurrentHashMap.newKeySet();
    private final Set<String> usagePoints = ConcurrentHashMap.newKeySet();

    void add(MeterIdentity meter) {
        participants.add(meter.marketParticipantMrid());
        usagePoints.add(meter.usagePointMrid());
    }

    /** Where the usage point is unknown to the market, the refusal names no participant. */
    boolean concerns(BidRejected rejection) {
        return rejection.getMarketParticipantMrid().isEmpty()
                ? usagePoints.contains(rejection.getUsagePointMrid())
                : participants.contains(rejection.getMarketParticipantMrid());
    }
}
