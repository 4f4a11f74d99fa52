package io.gridclear.topology.areas;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.serde.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The areas by their configuration topic, read from the instance's global table. An area whose configuration cannot be
 * read, or whose terms do not fit each other, is unknown until that is mended; why is logged once per version. Bytes are
 * decoded once, and again when they change; while the table stands still it is not even asked. One instance a task;
 * single-threaded.
 */
public final class AreaDirectory {

    /** Name of the global store: area id (UTF-8) to configuration, as it stands in the topic. */
    public static final String STORE = "areas";

    private static final Logger LOG = LoggerFactory.getLogger(AreaDirectory.class);

    @SuppressWarnings("ArrayRecordComponent") // compared with Arrays.equals, never as a record
    private record Known(Bytes key, byte[] source, @Nullable AreaRules rules) {}

    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private final Deserializer<MarketArea> deserializer;
    private final LongSupplier changes;
    private final Map<String, Known> known = new HashMap<>();
    private final Map<String, AreaRules> current = new HashMap<>();
    private long currentAt;

    /**
     * A directory over the global store.
     *
     * @param changes how often the store has been changed so far, counted after each change
     */
    public AreaDirectory(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, Deserializer<MarketArea> deserializer, LongSupplier changes) {
        this.store = store;
        this.deserializer = deserializer;
        this.changes = changes;
        this.currentAt = changes.getAsLong();
    }

    /** Rules of an area, or null where it is unknown. */
    public @Nullable AreaRules find(String area) {
        // read before the store: what changes in between is looked up again the next time
        long now = changes.getAsLong();
        if (now != currentAt) {
            current.clear();
            currentAt = now;
        }
        AreaRules rules = current.get(area);
        if (rules == null) {
            rules = lookUp(area);
            if (rules != null) {
                current.put(area, rules);
            }
        }
        return rules;
    }

    private @Nullable AreaRules lookUp(String area) {
        Known last = known.get(area);
        Bytes key = last == null ? Bytes.wrap(area.getBytes(StandardCharsets.UTF_8)) : last.key();
        byte[] source = store.get(key);
        if (source == null) {
            known.remove(area);
            return null;
        }
        return decode(area, key, source);
    }

    /** Rules of every area that is known. */
    public List<AreaRules> all() {
        List<AreaRules> areas = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                AreaRules rules = decode(new String(entry.key.get(), StandardCharsets.UTF_8), entry.key, entry.value);
                if (rules != null) {
                    areas.add(rules);
                }
            }
        }
        return areas;
    }

    /** The table in memory hands out the same array until it changes: nearly every call ends at the first comparison. */
    private @Nullable AreaRules decode(String area, Bytes key, byte[] source) {
        Known last = known.get(area);
        if (last != null && (last.source() == source || Arrays.equals(last.source(), source))) {
            return last.rules();
        }
        AreaRules rules = read(area, source);
        known.put(area, new Known(key, source, rules));
        return rules;
    }

    private @Nullable AreaRules read(String area, byte[] source) {
        try {
            MarketArea configuration = deserializer.deserialize(TopicCatalogue.AREAS.name(), source);
            if (configuration == null || !configuration.getAreaMrid().equals(area)) {
                throw new IllegalArgumentException("the record's key is not its areaMrid");
            }
            MarketTerms terms = TermsRecords.toTerms(configuration.getTerms());
            return new AreaRules(
                    area,
                    terms,
                    TermsRecords.toSchedule(configuration.getCharges()),
                    configuration.getHorizonMs(),
                    configuration.getRequireSignatures());
        } catch (IllegalArgumentException | DateTimeException | UndecodableRecordException e) {
            LOG.error(
                    "area {}: its configuration in {} is refused, the area stays closed until it is mended: {}",
                    area,
                    TopicCatalogue.AREAS.name(),
                    e.getMessage());
            return null;
        }
    }
}
