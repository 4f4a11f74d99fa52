package io.gridclear.bridge.operator;

import io.gridclear.bridge.ListArchive;
import io.gridclear.bridge.TestBook;
import io.gridclear.bridge.TestDelivery;
import io.gridclear.bridge.TestNodes;
import io.gridclear.bridge.WeakChain;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.Claim;
import io.gridclear.bridge.ledger.ChainGate;
import io.gridclear.bridge.metrics.BridgeMetrics;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.market.book.BookEntry;
import io.gridclear.schemas.avro.ClearingBatch;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.NodeScore;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * All that lasts while bridges come and go: topics, committed offsets, the chain, the time. A bridge can be killed at any
 * of its dealings with them.
 */
final class BridgeWorld implements AutoCloseable {

    /** What a killed bridge ends with. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** One running bridge with its clients. */
    final class Instance {
        final Bridge bridge;
        final MockConsumer<String, ClearingResult> consumer = new MockConsumer<>("earliest");
        final MockConsumer<String, SettlementRunResult> runConsumer = new MockConsumer<>("earliest");
        private final Map<Integer, Integer> given = new HashMap<>();
        private final Map<Integer, Integer> runsGiven = new HashMap<>();

        Instance(UnaryOperator<Assembly> assemblies) {
            this(assemblies, runs -> runs);
        }

        Instance(UnaryOperator<Assembly> assemblies, UnaryOperator<RunAssembly> runAssemblies) {
            bridge = new Bridge(
                    nodes.operator(chain),
                    new ChainGate("test", metrics.chain()),
                    consumer,
                    assemblies.apply(
                            new BookAssembly(new ListBook(book, BridgeWorld.this::touch), TestBook.FEEDERS::find)),
                    runConsumer,
                    runAssemblies.apply(new InputsAssembly(
                            new ListInputs(inputs, BridgeWorld.this::touch),
                            new ListArchive(BridgeWorld.this::batches))),
                    new Publisher(new LastingProducer(), SERDES),
                    BridgeLimits.DEFAULT,
                    metrics,
                    () -> nowMs);
            Map<TopicPartition, Long> beginnings = new HashMap<>();
            clearings.keySet().forEach(number -> beginnings.put(topicPartition(number), 0L));
            consumer.updateBeginningOffsets(beginnings);
            Map<TopicPartition, Long> runBeginnings = new HashMap<>();
            clearings.keySet().forEach(number -> runBeginnings.put(runPartition(number), 0L));
            runConsumer.updateBeginningOffsets(runBeginnings);
        }

        /** The group gives it these partitions. */
        Instance assign(Collection<Integer> partitions) {
            consumer.commitSync(committed);
            consumer.rebalance(
                    partitions.stream().map(BridgeWorld::topicPartition).toList());
            given.keySet().retainAll(partitions);
            partitions.forEach(number -> given.putIfAbsent(number, 0));
            runConsumer.commitSync(committed);
            runConsumer.rebalance(
                    partitions.stream().map(BridgeWorld::runPartition).toList());
            runsGiven.keySet().retainAll(partitions);
            partitions.forEach(number -> runsGiven.putIfAbsent(number, 0));
            return this;
        }

        void turn() {
            given.replaceAll((partition, count) -> {
                List<ClearingResult> all = clearings.getOrDefault(partition, List.of());
                for (int offset = count; offset < all.size(); offset++) {
                    consumer.addRecord(new ConsumerRecord<>(
                            TopicCatalogue.CLEARINGS.name(),
                            partition,
                            offset,
                            all.get(offset).getAreaMrid(),
                            all.get(offset)));
                }
                return all.size();
            });
            runsGiven.replaceAll((partition, count) -> {
                List<SettlementRunResult> all = runs.getOrDefault(partition, List.of());
                for (int offset = count; offset < all.size(); offset++) {
                    runConsumer.addRecord(new ConsumerRecord<>(
                            TopicCatalogue.SETTLEMENT_RUNS.name(),
                            partition,
                            offset,
                            all.get(offset).getAreaMrid(),
                            all.get(offset)));
                }
                return all.size();
            });
            bridge.turn(Duration.ZERO);
        }
    }

    /** Sends end in the world's topics once they are committed. */
    private final class LastingProducer extends MockProducer<String, byte[]> {

        LastingProducer() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            touch();
            super.sendOffsetsToTransaction(offsets, group);
        }

        @Override
        public void commitTransaction() {
            touch();
            super.commitTransaction();
            published.addAll(history());
            clearHistory();
            touch();
        }

        private void clearHistory() {
            consumerGroupOffsetsHistory().forEach(groups -> groups.values().forEach(committed::putAll));
            clear();
        }
    }

    static final ContractSerdes SERDES = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    static final long PERIOD = 900_000_000L;

    final TestNodes nodes = new TestNodes();
    final WeakChain chain = new WeakChain(nodes.chain(), this::touch);
    final Map<Integer, List<BookEntry>> book = new TreeMap<>();
    final Map<Integer, List<ClearingResult>> clearings = new TreeMap<>();
    final Map<Integer, List<SettlementInputs>> inputs = new TreeMap<>();
    final Map<Integer, List<SettlementRunResult>> runs = new TreeMap<>();
    final Map<ItemKey, TestBook> periods = new TreeMap<>();
    final Map<ItemKey, TestDelivery.Run> delivered = new TreeMap<>();
    final List<ProducerRecord<String, byte[]>> published = new ArrayList<>();
    final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final BridgeMetrics metrics = new BridgeMetrics(meters);
    long nowMs = 1_000_000;
    private final List<ClearingBatch> batches = new ArrayList<>();
    private int batchesDecoded;
    private long touches;
    private long killAt = Long.MAX_VALUE;

    /** A bridge deals with the world: the place where it may be killed. */
    private void touch() {
        if (touches++ == killAt) {
            throw new Killed();
        }
    }

    /** The next bridge is killed at its n-th dealing with the world. */
    void killAt(long dealing) {
        touches = 0;
        killAt = dealing;
    }

    /** A period whose book and clearing stand in a partition. */
    TestBook clear(int partition, TestBook period) {
        return clear(partition, period, period.result());
    }

    /** As above, with another result. */
    TestBook clear(int partition, TestBook period, ClearingResult result) {
        book.computeIfAbsent(partition, number -> new ArrayList<>()).addAll(period.entries());
        publish(partition, result);
        periods.put(ItemKey.initial(period.area(), period.periodStart()), period);
        return period;
    }

    void publish(int partition, ClearingResult result) {
        clearings.computeIfAbsent(partition, number -> new ArrayList<>()).add(result);
    }

    /** A run whose inputs and result stand in a partition. */
    TestDelivery.Run deliver(int partition, TestDelivery.Run run) {
        return deliver(partition, run, run.result());
    }

    /** As above, with another result. */
    TestDelivery.Run deliver(int partition, TestDelivery.Run run, SettlementRunResult result) {
        inputs.computeIfAbsent(partition, number -> new ArrayList<>()).addAll(run.parts());
        runs.computeIfAbsent(partition, number -> new ArrayList<>()).add(result);
        delivered.put(run.item(), run);
        return run;
    }

    Instance start() {
        return start(assembly -> assembly);
    }

    Instance start(UnaryOperator<Assembly> assemblies) {
        return new Instance(assemblies).assign(clearings.keySet());
    }

    /** One turn of the bridge, of the agents, and of the chain. */
    void turn(Instance instance) {
        instance.turn();
        nodes.makeBlock();
        nodes.attest(0, TestNodes.NODES, this::hash);
        nodes.makeBlock();
        nowMs += 200;
    }

    void turns(Instance instance, int count) {
        for (int i = 0; i < count; i++) {
            turn(instance);
        }
    }

    /** What an item comes to. */
    byte[] hash(ItemKey item) {
        if (item.run() == ItemKey.DELIVERY) {
            return report(item).hash();
        }
        return item.run() == ItemKey.INITIAL
                ? claim(item).outcomeHash()
                : BatchRecords.bytes(delivered.get(item).result().getRunHash());
    }

    /** What an honest operator reports. */
    ReportDelivery report(ItemKey item) {
        try {
            List<String> points = nodes.operator(nodes.chain()).nodes().stream()
                    .flatMap(node -> node.usagePoints().stream())
                    .toList();
            return new ReportDelivery(
                    item.before(), delivered.get(item.before()).deliveries(points));
        } catch (ChainUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    /** What a period comes to. */
    Claim claim(ItemKey item) {
        return periods.get(item).claim();
    }

    List<Receipt> receipts() {
        return read(TopicCatalogue.RECEIPTS);
    }

    List<ClearingBatch> batches() {
        for (; batchesDecoded < published.size(); batchesDecoded++) {
            ProducerRecord<String, byte[]> record = published.get(batchesDecoded);
            if (record.topic().equals(TopicCatalogue.BATCHES.name())) {
                batches.add(SERDES.deserializer(TopicCatalogue.BATCHES).deserialize(record.topic(), record.value()));
            }
        }
        return batches;
    }

    List<NodeScore> scores() {
        return read(TopicCatalogue.SCORES);
    }

    private <T extends SpecificRecord> List<T> read(TopicContract<T> topic) {
        return published.stream()
                .filter(record -> record.topic().equals(topic.name()))
                .map(record -> SERDES.deserializer(topic).deserialize(topic.name(), record.value()))
                .toList();
    }

    static TopicPartition topicPartition(int number) {
        return new TopicPartition(TopicCatalogue.CLEARINGS.name(), number);
    }

    static TopicPartition runPartition(int number) {
        return new TopicPartition(TopicCatalogue.SETTLEMENT_RUNS.name(), number);
    }

    @Override
    public void close() {
        nodes.close();
    }
}
