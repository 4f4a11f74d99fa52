package io.gridclear.topology.intake;

import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.serde.UndecodableRecordException;
import io.gridclear.schemas.signing.PublicKeys;
import io.gridclear.topology.areas.MarketIds;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The register of usage points of one task's partition, restored from its topic. Decoded registrations are remembered, so
 * that a point that bids often is read and decoded once. One task, single-threaded.
 */
final class UsagePointRegister {

    /** Name of the store: usage point to registration, as it stands in the topic. */
    static final String STORE = "usage-points";

    /** Areas whose id is shared; with more, sharing begins anew. */
    private static final int MOST_AREA_IDS = 10_000;

    /** Decoded registrations that are remembered: about 250 bytes each, 12 MB a task. */
    private static final int MOST_REMEMBERED = 50_000;

    /**
     * A registration that intake can go by, of the record no more than intake reads: each bid touches another one, and every
     * object between is one more line of memory to wait for.
     *
     * @param participant owner of the usage point
     * @param area the area that it trades in
     * @param publicKey Ed25519 public key, 32 bytes; empty = none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Registration(String participant, String area, byte[] publicKey) {}

    /** Stands for a registration that intake cannot go by. */
    private static final Registration UNUSABLE = new Registration("", "", new byte[0]);

    private final KeyValueStore<String, byte[]> store;
    private final Deserializer<UsagePoint> deserializer;
    private final Map<String, String> areaIds = new HashMap<>();

    /**
     * {@link #UNUSABLE} where the registration is none that intake can go by: a flood of its bids must not decode it each time. The
     * first that came is the first to be forgotten: keeping them by their last use would write to memory for every bid.
     */
    private final Map<String, Registration> remembered = new LinkedHashMap<>(1_024) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Registration> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    UsagePointRegister(KeyValueStore<String, byte[]> store, Deserializer<UsagePoint> deserializer) {
        this.store = store;
        this.deserializer = deserializer;
    }

    /** The registration of a usage point, or null where there is none that intake can go by. */
    @Nullable
    Registration find(String usagePoint) {
        Registration known = remembered.get(usagePoint);
        if (known != null) {
            return known == UNUSABLE ? null : known;
        }
        byte[] source = store.get(usagePoint);
        if (source == null) {
            return null;
        }
        Registration read;
        try {
            read = read(usagePoint, source);
        } catch (IllegalArgumentException | UndecodableRecordException e) {
            // the dead letters say why, since the registration came; here it only counts as none
            read = UNUSABLE;
        }
        remembered.put(usagePoint, read);
        return read == UNUSABLE ? null : read;
    }

    /**
     * Enters a registration as it came, or takes one out. One that intake cannot go by is entered all the same, and its
     * usage point unknown from then on: a register that is restored from the topic knows no better.
     *
     * @param source the record's bytes, or null to take it out
     * @throws IllegalArgumentException if the registration names another usage point, ids that are too long, or a key that
     *     no signature may be checked with
     * @throws UndecodableRecordException if the bytes are no registration
     */
    void put(String usagePoint, byte @Nullable [] source) {
        remembered.remove(usagePoint);
        if (source == null) {
            store.delete(usagePoint);
            return;
        }
        store.put(usagePoint, source);
        remembered.put(usagePoint, read(usagePoint, source));
    }

    private Registration read(String usagePoint, byte[] source) {
        UsagePoint point = deserializer.deserialize(TopicCatalogue.POINTS.name(), source);
        if (!point.getUsagePointMrid().equals(usagePoint)) {
            throw new IllegalArgumentException(
                    "the record's key is not its usagePointMrid, which is " + point.getUsagePointMrid());
        }
        MarketIds.require("usagePointMrid", point.getUsagePointMrid());
        MarketIds.require("areaMrid", point.getAreaMrid());
        MarketIds.require("marketParticipantMrid", point.getMarketParticipantMrid());
        ByteBuffer key = point.getPublicKey().duplicate();
        byte[] publicKey = new byte[key.remaining()];
        key.get(publicKey);
        if (publicKey.length > 0 && !PublicKeys.isAcceptable(publicKey)) {
            throw new IllegalArgumentException(
                    "publicKey is not an acceptable Ed25519 public key (RFC 8032, 32 bytes)");
        }
        return new Registration(point.getMarketParticipantMrid(), sharedAreaId(point.getAreaMrid()), publicKey);
    }

    /** One string for each area, so that its hash is computed once and the same one is compared. */
    private String sharedAreaId(String area) {
        if (areaIds.size() >= MOST_AREA_IDS) {
            areaIds.clear();
        }
        return areaIds.computeIfAbsent(area, id -> id);
    }
}
