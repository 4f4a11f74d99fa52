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
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The areas by their configuration topic, read from the instance's global table. An area whose configuration cannot be
 * read, or whose terms do not fit each other, is unknown until that is mended, and one whose feeder is not there until it
 * is; why is logged once per version. Bytes are decoded once, and again when they change; while the table stands still it
 * is not even asked. One instance a task; single-threaded.
 */
public final class AreaDirectory {

    /** Name of the global store: area id (UTF-8) to configuration, as it stands in the topic. */
    public static final String STORE = "areas";

    /** For those whom no feeder concerns: an area whose feeder is missing is metered all the same. */
    public static final Predicate<String> WITHOUT_FEEDERS = feeder -> true;

    private static final Logger LOG = LoggerFactory.getLogger(AreaDirectory.class);

    @SuppressWarnings("ArrayRecordComponent") // compared with Arrays.equals, never as a record
    private record Known(Bytes key, byte[] source, @Nullable AreaRules rules, boolean waits) {}

    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private final Deserializer<MarketArea> deserializer;
    private final LongSupplier changes;
    private final Predicate<String> isFeederKnown;
    private final Map<String, Known> known = new HashMap<>();
    private final Map<String, AreaRules> current = new HashMap<>();
    private long currentAt;

    /**
     * A directory over the global store.
     *
     * @param changes how often the store has been changed so far, counted after each change
     * @param isFeederKnown whether the feeder with a digest, in hexadecimal, is there
     */
    public AreaDirectory(
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            Deserializer<MarketArea> deserializer,
            LongSupplier changes,
            Predicate<String> isFeederKnown) {
        this.store = store;
        this.deserializer = deserializer;
        this.changes = changes;
        this.isFeederKnown = isFeederKnown;
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

    /** Areas that are closed because their feeder is not there, by what was read last. */
    public List<String> waiting() {
        return known.entrySet().stream()
                .filter(entry -> entry.getValue().waits())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The table in memory hands out the same array until it changes: nearly every call ends at the first comparison. */
    private @Nullable AreaRules decode(String area, Bytes key, byte[] source) {
        Known last = known.get(area);
        if (last != null && (last.source() == source || Arrays.equals(last.source(), source))) {
            return last.waits() ? opened(area, last) : last.rules();
        }
        AreaRules rules = read(area, source);
        boolean waits = rules != null && !hasFeeder(rules);
        known.put(area, new Known(key, source, rules, waits));
        if (rules != null && waits) {
            LOG.error(
                    "area {}: its feeder {} is not in {}, the area stays closed until it is there",
                    area,
                    rules.terms().feeder(),
                    TopicCatalogue.FEEDERS.name());
            return null;
        }
        return rules;
    }

    private @Nullable AreaRules opened(String area, Known last) {
        AreaRules rules = last.rules();
        if (rules == null || !hasFeeder(rules)) {
            return null;
        }
        LOG.info("area {}: its feeder {} is there", area, rules.terms().feeder());
        known.put(area, new Known(last.key(), last.source(), rules, false));
        return rules;
    }

    private boolean hasFeeder(AreaRules rules) {
        return !rules.terms().hasFeeder() || isFeederKnown.test(rules.terms().feeder());
    }

    /** The feeder is the area's; its terms may name it once more, and no other. */
    private static MarketTerms termsOf(MarketArea configuration) {
        MarketTerms terms = TermsRecords.toTerms(configuration.getTerms());
        String feeder = TermsRecords.digest(configuration.getFeeder());
        if (terms.hasFeeder() && !terms.feeder().equals(feeder)) {
            throw new IllegalArgumentException(
                    "terms.feeder must be empty or that of the area (" + feeder + "), is " + terms.feeder());
        }
        return terms.withFeeder(feeder);
    }

    private @Nullable AreaRules read(String area, byte[] source) {
        try {
            MarketArea configuration = deserializer.deserialize(TopicCatalogue.AREAS.name(), source);
            if (configuration == null || !configuration.getAreaMrid().equals(area)) {
                throw new IllegalArgumentException("the record's key is not its areaMrid");
            }
            MarketTerms terms = termsOf(configuration);
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
