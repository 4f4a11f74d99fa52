package io.gridclear.bridge.inputs;

import io.gridclear.bridge.book.KafkaLog;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The inputs' topic: one consumer follows all partitions and notes where runs begin, the other goes back to read one. */
public final class KafkaInputsSource implements InputsSource {

    private final KafkaLog<SettlementInputs> log;

    /**
     * The topic by two consumers, which it closes; see {@link KafkaLog} for what they must be.
     *
     * @param follower follows the partitions
     * @param reader reads single runs
     */
    public KafkaInputsSource(Consumer<String, SettlementInputs> follower, Consumer<String, SettlementInputs> reader) {
        log = new KafkaLog<>(TopicCatalogue.SETTLEMENT_INPUTS.name(), follower, reader);
    }

    @Override
    public void follow(Map<Integer, Long> from) {
        log.follow(from);
    }

    @Override
    public void scan(Visitor visitor, long mostMs) {
        for (ConsumerRecord<String, SettlementInputs> record : log.scan(mostMs)) {
            visitor.visit(record.partition(), record.offset(), record.value());
        }
    }

    @Override
    public boolean isAtEnd(int partition) {
        return log.isAtEnd(partition);
    }

    @Override
    public long position(int partition) {
        return log.position(partition);
    }

    @Override
    public void read(int partition, long fromOffset, Visitor visitor) {
        log.read(partition, fromOffset, record -> visitor.visit(record.partition(), record.offset(), record.value()));
    }

    @Override
    public void close() {
        log.close();
    }
}
