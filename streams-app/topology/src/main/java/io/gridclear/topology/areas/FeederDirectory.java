package io.gridclear.topology.areas;

import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.records.FeederRecords;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.serde.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feeders by their topic, read from the instance's global table. A record that is no feeder, or another than its key
 * says, is none; why is logged once per version. One instance a task; single-threaded.
 */
public final class FeederDirectory implements FeederSource {

    /** Name of the global store: digest (hexadecimal, UTF-8) to feeder, as it stands in the topic. */
    public static final String STORE = "feeders";

    /** Feeders that are kept prepared: 20 MB each at most. A task that clears more areas at a time prepares them again. */
    private static final int MOST_PREPARED = 8;

    private static final Logger LOG = LoggerFactory.getLogger(FeederDirectory.class);

    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private final Deserializer<io.gridclear.schemas.avro.Feeder> deserializer;

    /** Content-addressed and never changed: once good, always good. */
    private final Set<String> good = new HashSet<>();

    private final Map<String, byte[]> refused = new HashMap<>();
    private final Map<String, FeederGraph> prepared = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FeederGraph> eldest) {
            return size() > MOST_PREPARED;
        }
    };

    /** A directory over the global store. */
    public FeederDirectory(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, Deserializer<io.gridclear.schemas.avro.Feeder> deserializer) {
        this.store = store;
        this.deserializer = deserializer;
    }

    /** Whether a feeder is there. */
    public boolean isKnown(String digest) {
        return good.contains(digest) || read(digest) != null;
    }

    @Override
    public @Nullable FeederGraph find(String digest) {
        FeederGraph graph = prepared.get(digest);
        if (graph == null) {
            Feeder feeder = read(digest);
            if (feeder == null) {
                return null;
            }
            graph = new FeederGraph(feeder);
            prepared.put(digest, graph);
        }
        return graph;
    }

    private @Nullable Feeder read(String digest) {
        byte[] source = store.get(Bytes.wrap(digest.getBytes(StandardCharsets.UTF_8)));
        byte[] before = refused.get(digest);
        if (source == null || before != null && Arrays.equals(before, source)) {
            return null;
        }
        try {
            Feeder feeder = FeederRecords.toFeeder(deserializer.deserialize(TopicCatalogue.FEEDERS.name(), source));
            String named = HexFormat.of().formatHex(FeederCodec.digest(feeder));
            if (!named.equals(digest)) {
                throw new IllegalArgumentException("its digest is " + named);
            }
            refused.remove(digest);
            good.add(digest);
            return feeder;
        } catch (IllegalArgumentException | UndecodableRecordException e) {
            refused.put(digest, source);
            LOG.error("feeder {} of {} is refused: {}", digest, TopicCatalogue.FEEDERS.name(), e.getMessage());
            return null;
        }
    }
}
