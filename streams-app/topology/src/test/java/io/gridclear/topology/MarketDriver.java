package io.gridclear.topology;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.avro.Trade;
import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.schemas.signing.BidSignedBytes;
import io.gridclear.schemas.signing.Ed25519KeyPair;
import io.gridclear.schemas.signing.Ed25519Signer;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import io.gridclear.schemas.signing.MeterReadingSignedBytes;
import io.gridclear.topology.app.StreamsProperties;
import io.gridclear.topology.metrics.MarketMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology under a test driver: one area, periods of a minute, a clock that the test moves. */
final class MarketDriver implements AutoCloseable {

    static final String AREA = "feeder-1";
    static final long PERIOD_MS = 60_000;
    static final long T1_MS = 30_000;
    static final long T2_MS = 10_000;

    /** A period start, so that the clock begins well before the gate of the next period. */
    static final long BEGIN = 1_800_000_000_000L;

    /** The period that the tests bid for: its gate closes 30 s after the beginning. */
    static final long PERIOD = BEGIN + PERIOD_MS;

    static final long GATE = PERIOD - T1_MS;
    static final long WINDOW_END = GATE + T2_MS;

    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final PublishedRecords published = new PublishedRecords(serdes);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TopologyTestDriver driver;
    private final Map<String, Ed25519Signer> signers = new HashMap<>();
    private final Map<TopicContract<?>, TestInputTopic<String, ?>> inputs = new HashMap<>();
    private long now = BEGIN;

    MarketDriver(Path stateDir) {
        this(stateDir, StreamsConfig.EXACTLY_ONCE_V2);
    }

    private MarketDriver(Path stateDir, String guarantee) {
        MarketMetrics metrics = new MarketMetrics(meters);
        Properties properties = StreamsProperties.forTests("market-test", stateDir.toString(), metrics);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        driver = new TopologyTestDriver(
                new MarketTopology(serdes, Ed25519Verifiers.best(), metrics, 1, Duration.ofMillis(10)).build(),
                properties,
                Instant.ofEpochMilli(BEGIN));
    }

    /** A market with the usual area, a seller's point pv-1 of alice and a buyer's house-1 of bob. */
    static MarketDriver open(Path stateDir) {
        return new MarketDriver(stateDir).opened();
    }

    /** The same without transactions: in one, the test driver loses the dead letter of a record that cannot be decoded. */
    static MarketDriver openWithoutTransactions(Path stateDir) {
        return new MarketDriver(stateDir, StreamsConfig.AT_LEAST_ONCE).opened();
    }

    private MarketDriver opened() {
        configure(area());
        register("pv-1", "alice");
        register("house-1", "bob");
        return this;
    }

    static MarketArea area() {
        return area(AREA, terms -> {});
    }

    /** An area with the usual times; change one thing of its terms. */
    static MarketArea area(String id, Consumer<PeriodTerms> change) {
        PeriodTerms terms = PeriodTerms.newBuilder()
                .setPeriodMs(PERIOD_MS)
                .setGateClosureMs(T1_MS)
                .setRequoteWindowMs(T2_MS)
                .build();
        change.accept(terms);
        return MarketArea.newBuilder().setAreaMrid(id).setTerms(terms).build();
    }

    @SuppressWarnings("unchecked") // the map holds what this method puts there
    <T extends SpecificRecord> TestInputTopic<String, T> input(TopicContract<T> topic) {
        return (TestInputTopic<String, T>) inputs.computeIfAbsent(
                topic,
                contract -> driver.createInputTopic(topic.name(), new StringSerializer(), serdes.serializer(topic)));
    }

    TestInputTopic<String, byte[]> raw(TopicContract<?> topic) {
        return driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer());
    }

    /** A record in the bytes of its topic. */
    <T extends SpecificRecord> byte[] bytes(TopicContract<T> topic, T value) {
        return serdes.serializer(topic).serialize(topic.name(), value);
    }

    /** Configures an area, and gives the clock the turn in which it hears of it. */
    void configure(MarketArea area) {
        input(TopicCatalogue.AREAS).pipeInput(area.getAreaMrid(), area);
        advance(1_000);
    }

    /** Registers a usage point of the area, with a key of its own. */
    void register(String usagePoint, String participant) {
        register(usagePoint, participant, AREA);
    }

    void register(String usagePoint, String participant, String area) {
        Ed25519KeyPair keys = keys(usagePoint);
        signers.put(usagePoint, new Ed25519Signer(keys));
        register(point(usagePoint, participant, area, keys.publicKey()));
    }

    /** Registers a usage point without a key. */
    void registerUnsigned(String usagePoint, String participant, String area) {
        register(point(usagePoint, participant, area, new byte[0]));
    }

    void register(UsagePoint point) {
        input(TopicCatalogue.POINTS).pipeInput(point.getUsagePointMrid(), point);
    }

    static UsagePoint point(String usagePoint, String participant, String area, byte[] publicKey) {
        return UsagePoint.newBuilder()
                .setUsagePointMrid(usagePoint)
                .setAreaMrid(area)
                .setMarketParticipantMrid(participant)
                .setPublicKey(ByteBuffer.wrap(publicKey))
                .build();
    }

    static Ed25519KeyPair keys(String usagePoint) {
        return Ed25519KeyPair.fromSeed(Arrays.copyOf(usagePoint.getBytes(StandardCharsets.UTF_8), 32));
    }

    /** A good bid of 1 kWh for the period; change one thing of it. */
    static Bid bid(String usagePoint, Side side, long price, Consumer<Bid> change) {
        Bid bid = Bid.newBuilder()
                .setUsagePointMrid(usagePoint)
                .setOrderId("order-of-" + usagePoint)
                .setSide(side)
                .setPeriodStart(Instant.ofEpochMilli(PERIOD))
                .setQuantityWh(1_000)
                .setPrice(price)
                .setCreatedAt(Instant.ofEpochMilli(BEGIN))
                .build();
        change.accept(bid);
        return bid;
    }

    /** Signs a bid and sends it. */
    void send(Bid bid) {
        sign(bid);
        sendAsIs(bid);
    }

    /** Signs a bid, if its usage point has a key. */
    void sign(Bid bid) {
        Ed25519Signer signer = signers.get(bid.getUsagePointMrid());
        if (signer != null) {
            bid.setSignature(ByteBuffer.wrap(signer.sign(BidSignedBytes.of(bid))));
        }
    }

    /** A good reading of an interval, made as it ended; change one thing of it. */
    static MeterReading reading(String usagePoint, long start, long end, long importWh, Consumer<MeterReading> change) {
        MeterReading reading = MeterReading.newBuilder()
                .setUsagePointMrid(usagePoint)
                .setIntervalStart(Instant.ofEpochMilli(start))
                .setIntervalEnd(Instant.ofEpochMilli(end))
                .setImportWh(importWh)
                .setQuality(ReadingQuality.VALID)
                .setCreatedAt(Instant.ofEpochMilli(end))
                .build();
        change.accept(reading);
        return reading;
    }

    /** Signs a reading, if its usage point has a key, and sends it. */
    void send(MeterReading reading) {
        sign(reading);
        sendAsIs(reading);
    }

    /** Signs a reading, if its usage point has a key. */
    void sign(MeterReading reading) {
        Ed25519Signer signer = signers.get(reading.getUsagePointMrid());
        if (signer != null) {
            reading.setSignature(ByteBuffer.wrap(signer.sign(MeterReadingSignedBytes.of(reading))));
        }
    }

    void sendAsIs(MeterReading reading) {
        input(TopicCatalogue.READINGS).pipeInput(reading.getUsagePointMrid(), reading);
    }

    /** Lets the readings that have come settle; the energies that were published since they were read last. */
    List<PeriodEnergy> energies() {
        advance(1_000);
        turns(2);
        return read(TopicCatalogue.PERIOD_ENERGY);
    }

    void sendAsIs(Bid bid) {
        input(TopicCatalogue.BIDS).pipeInput(bid.getUsagePointMrid(), bid);
    }

    void sell(String usagePoint, long price) {
        sell(usagePoint, price, bid -> {});
    }

    void sell(String usagePoint, long price, Consumer<Bid> change) {
        send(bid(usagePoint, Side.SELL, price, change));
    }

    void buy(String usagePoint, long price) {
        buy(usagePoint, price, bid -> {});
    }

    void buy(String usagePoint, long price, Consumer<Bid> change) {
        send(bid(usagePoint, Side.BUY, price, change));
    }

    long now() {
        return now;
    }

    /** Moves the clock once: it gets one turn. */
    void advance(long ms) {
        now += ms;
        driver.advanceWallClockTime(Duration.ofMillis(ms));
    }

    /** Gives the clock a number of turns, 10 ms each. */
    void turns(int number) {
        for (int turn = 0; turn < number; turn++) {
            advance(10);
        }
    }

    /** Moves the clock to a time, then on in small turns, so that every bounded step has its turn: 200 ms in all. */
    void advanceTo(long time) {
        advance(time - now);
        turns(20);
    }

    void closeGate() {
        advanceTo(GATE);
    }

    void closeWindow() {
        advanceTo(WINDOW_END);
    }

    <T extends SpecificRecord> List<T> read(TopicContract<T> topic) {
        return output(topic).readValuesToList();
    }

    <T extends SpecificRecord> List<KeyValue<String, T>> readWithKeys(TopicContract<T> topic) {
        return output(topic).readKeyValuesToList();
    }

    private <T extends SpecificRecord> TestOutputTopic<String, T> output(TopicContract<T> topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), serdes.deserializer(topic));
    }

    List<TestRecord<String, byte[]>> deadLetters(TopicContract<?> topic) {
        return driver.createOutputTopic(
                        TopicCatalogue.deadLetterTopic(topic.name()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** The bids that intake has let pass, as they stand in the repartition topic. */
    List<TestRecord<String, byte[]>> routed() {
        return driver.createOutputTopic(
                        "market-test-bids-by-area-repartition", new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** All that was published so far; what other methods have read is not in it. */
    PublishedRecords published() {
        for (TopicContract<?> topic : TopicCatalogue.all()) {
            if (topic.writtenBy().equals("app")) {
                driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
                        .readKeyValuesToList()
                        .forEach(record -> published.add(topic.name(), record.key, record.value));
            }
        }
        return published;
    }

    List<BidRejected> rejections() {
        return read(TopicCatalogue.BID_REJECTIONS);
    }

    /** Reasons of the rejections since they were read last. */
    List<RejectReasonCode> reasons() {
        return rejections().stream().map(BidRejected::getReasonCode).toList();
    }

    List<BookEntry> book() {
        return read(TopicCatalogue.BOOK);
    }

    List<Trade> trades() {
        return read(TopicCatalogue.TRADES);
    }

    List<ReferencePrice> referencePrices() {
        return read(TopicCatalogue.REFERENCE_PRICES);
    }

    List<ClearingResult> clearings() {
        return read(TopicCatalogue.CLEARINGS);
    }

    List<SettlementLine> lines() {
        return read(TopicCatalogue.SETTLEMENT_LINES);
    }

    /** Value of a counter or gauge, summed over its tags. */
    double metric(String name) {
        return meters.find(name).meters().stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    /** Entries of a store, by the store's name. */
    long entries(String store) {
        try (var all = driver.getKeyValueStore(store).all()) {
            long entries = 0;
            while (all.hasNext()) {
                all.next();
                entries++;
            }
            return entries;
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
