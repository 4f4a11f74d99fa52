package io.gridclear.bridge.agent;

import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.schemas.avro.UsagePoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every registration of a usage point that this agent has seen: the book's orders were checked by the one that held at
 * their time, and the topic forgets it. Some 300 bytes a usage point. Writes from one thread, reads from several between
 * them.
 */
final class Registrations implements PointSource.Sink {

    /** Registrations that are remembered of a usage point; keys change once in years. */
    private static final int MOST_OF_A_POINT = 8;

    /**
     * A registration.
     *
     * @param area market area
     * @param participant owner
     * @param bus bus of the area's feeder that it hangs on
     * @param publicKey Ed25519, 32 bytes, or empty for none
     * @param sinceMs when it was written, epoch ms
     */
    @SuppressWarnings("ArrayRecordComponent") // compared field by field
    record Registration(String area, String participant, String bus, byte[] publicKey, long sinceMs) {

        private boolean isSameAs(Registration other) {
            return area.equals(other.area)
                    && participant.equals(other.participant)
                    && bus.equals(other.bus)
                    && Arrays.equals(publicKey, other.publicKey);
        }
    }

    private final Map<String, List<Registration>> points = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    @Override
    public void registered(UsagePoint point, long timestampMs) {
        Registration registration = new Registration(
                one(point.getAreaMrid()),
                one(point.getMarketParticipantMrid()),
                one(point.getBus()),
                BatchRecords.bytes(point.getPublicKey()),
                timestampMs);
        List<Registration> known = points.getOrDefault(point.getUsagePointMrid(), List.of());
        if (known.stream().anyMatch(registration::isSameAs)) {
            return;
        }
        List<Registration> more = new ArrayList<>(known.size() + 1);
        more.addAll(known.size() < MOST_OF_A_POINT ? known : known.subList(1, known.size()));
        more.add(registration);
        points.put(point.getUsagePointMrid(), List.copyOf(more));
    }

    /** All registrations of a usage point, in their order; none if it was never registered. */
    List<Registration> of(String usagePoint) {
        return points.getOrDefault(usagePoint, List.of());
    }

    /** Areas, participants and buses come again and again: one text serves for all. */
    private String one(String name) {
        return names.computeIfAbsent(name, text -> text);
    }
}
