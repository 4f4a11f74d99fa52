package io.gridclear.schemas.catalogue;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic: what stands in it, who writes it, how long it is kept.
 *
 * @param name       name of the topic, {@code <domain>.<dataset>.v<N>}
 * @param recordType generated class of the values
 * @param schema     schema of the values, that of {@code recordType}
 * @param keyMeaning what the key (UTF-8 text) names, in words
 * @param writtenBy  who writes the topic: {@code ops}, {@code meter fleets}, {@code app} or {@code bridge}
 * @param cleanup    what happens to old records
 * @param retention  how long records stay; {@link Retention#FOREVER} with {@link Cleanup#COMPACT}
 * @param configs    further topic settings by their Kafka names
 * @param isPublic   whether the topic is a contract with others, whose schema evolves under FULL_TRANSITIVE only
 */
public record TopicContract<T extends SpecificRecord>(
        String name,
        Class<T> recordType,
        Schema schema,
        String keyMeaning,
        String writtenBy,
        Cleanup cleanup,
        Retention retention,
        Map<String, String> configs,
        boolean isPublic) {

    public TopicContract {
        if (!name.matches("[a-z]+(\\.[a-z]+(-[a-z]+)*)+\\.v[0-9]+")) {
            throw new IllegalArgumentException("topic name must read <domain>.<dataset>.v<N>, not " + name);
        }
        if (!schema.getFullName().equals(recordType.getName())) {
            throw new IllegalArgumentException(
                    name + ": schema " + schema.getFullName() + " is not that of " + recordType.getName());
        }
        if (cleanup == Cleanup.COMPACT && !retention.isForever()) {
            throw new IllegalArgumentException(name + ": a compacted topic keeps its last records for ever");
        }
        configs = Map.copyOf(configs);
    }

    /** Subject of the values in the registry (Confluent's TopicNameStrategy). */
    public String subject() {
        return name + "-value";
    }
}
