package io.gridclear.topology;

import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.Trade;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.serde.ContractSerdes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What an application has published, topic by topic, in the bytes of the topics. */
final class PublishedRecords {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Published(String key, byte[] value) {}

    private final Map<String, List<Published>> byTopic = new HashMap<>();
    private final ContractSerdes serdes;

    PublishedRecords(ContractSerdes serdes) {
        this.serdes = serdes;
    }

    void add(String topic, String key, byte[] value) {
        byTopic.computeIfAbsent(topic, name -> new ArrayList<>()).add(new Published(key, value));
    }

    /** The same without the lines of runs that follow the clearing. */
    PublishedRecords cleared() {
        PublishedRecords cleared = new PublishedRecords(serdes);
        byTopic.forEach((topic, records) -> records.forEach(record -> {
            boolean isLine = topic.equals(TopicCatalogue.SETTLEMENT_LINES.name())
                    || topic.equals(TopicCatalogue.SETTLEMENT_LATEST.name());
            SettlementLine line = isLine
                    ? serdes.deserializer(TopicCatalogue.SETTLEMENT_LINES).deserialize(topic, record.value())
                    : null;
            if (line == null || line.getRun() == SettlementRun.INITIAL) {
                cleared.add(topic, record.key(), record.value());
            }
        }));
        return cleared;
    }

    /** Forgets everything. */
    void clear() {
        byTopic.clear();
    }

    List<Published> of(TopicContract<?> topic) {
        return byTopic.getOrDefault(topic.name(), List.of());
    }

    <T extends SpecificRecord> List<T> read(TopicContract<T> topic) {
        var deserializer = serdes.deserializer(topic);
        return of(topic).stream()
                .map(record -> deserializer.deserialize(topic.name(), record.value()))
                .toList();
    }

    List<BookEntry> book() {
        return read(TopicCatalogue.BOOK);
    }

    List<Trade> trades() {
        return read(TopicCatalogue.TRADES);
    }

    List<SettlementLine> lines() {
        return read(TopicCatalogue.SETTLEMENT_LINES);
    }

    List<ClearingResult> clearings() {
        return read(TopicCatalogue.CLEARINGS);
    }

    List<ReferencePrice> referencePrices() {
        return read(TopicCatalogue.REFERENCE_PRICES);
    }

    List<BidRejected> rejections() {
        return read(TopicCatalogue.BID_REJECTIONS);
    }
}
