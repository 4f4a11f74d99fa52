package io.gridclear.bridge.operator;

import io.gridclear.schemas.avro.ClearingBatch;
import io.gridclear.schemas.avro.NodeScore;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.serde.ContractSerdes;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes the bridge's topics in transactions. A send that fails makes the commit fail. Single-threaded; after an exception
 * nothing more can be done with it but to close it.
 */
public final class Publisher implements AutoCloseable {

    private final Producer<String, byte[]> producer;
    private final Serializer<ClearingBatch> batches;
    private final Serializer<Receipt> receipts;
    private final Serializer<NodeScore> scores;
    private boolean inTransaction;

    /** @param producer transactional; closed with this */
    public Publisher(Producer<String, byte[]> producer, ContractSerdes serdes) {
        this.producer = producer;
        this.batches = serdes.serializer(TopicCatalogue.BATCHES);
        this.receipts = serdes.serializer(TopicCatalogue.RECEIPTS);
        this.scores = serdes.serializer(TopicCatalogue.SCORES);
        producer.initTransactions();
    }

    void batchPart(ClearingBatch part) {
        send(TopicCatalogue.BATCHES, part.getAreaMrid(), batches, part);
    }

    void receipt(Receipt receipt) {
        send(TopicCatalogue.RECEIPTS, receipt.getAreaMrid(), receipts, receipt);
    }

    void score(NodeScore score) {
        send(TopicCatalogue.SCORES, score.getNodeAddress(), scores, score);
    }

    private <T extends SpecificRecord> void send(
            TopicContract<T> topic, String key, Serializer<T> serializer, T record) {
        if (!inTransaction) {
            // not before there is something to send: a transaction that waits for a long pass would time out
            producer.beginTransaction();
            inTransaction = true;
        }
        producer.send(new ProducerRecord<>(topic.name(), key, serializer.serialize(topic.name(), record)));
    }

    /** Makes visible what was sent since the last commit. */
    void commit() {
        if (inTransaction) {
            producer.commitTransaction();
            inTransaction = false;
        }
    }

    /** How far a group has come, visible with what is sent. */
    void offsets(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        if (!inTransaction) {
            producer.beginTransaction();
            inTransaction = true;
        }
        producer.sendOffsetsToTransaction(offsets, group);
    }

    /** Throws away what was sent since the last commit. */
    void abort() {
        if (inTransaction) {
            producer.abortTransaction();
            inTransaction = false;
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
