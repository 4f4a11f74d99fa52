package io.gridclear.topology;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.ReferencePrice;
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
import io.gridclear.topology.app.StreamsProperties;
import io.gridclear.topology.metrics.MarketMetrics;
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

    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final TopologyTestDriver driver;
    private final Map<String, Ed25519Signer> signers = new HashMap<>();
    private long now = BEGIN;

    MarketDriver(Path stateDir) {
        MarketMetrics metrics = MarketMetrics.none();
        Properties properties = StreamsProperties.forTests("market-test", stateDir.toString(), metrics);
        driver = new TopologyTestDriver(
                new MarketTopology(serdes, Ed25519Verifiers.best(), metrics, 1, Duration.ofMillis(10)).build(),
                properties,
                Instant.ofEpochMilli(BEGIN));
    }

    static MarketArea area() {
        return MarketArea.newBuilder()
                .setAreaMrid(AREA)
                .setTerms(PeriodTerms.newBuilder()
                        .setPeriodMs(PERIOD_MS)
                        .setGateClosureMs(T1_MS)
                        .setRequoteWindowMs(T2_MS)
                        .build())
                .build();
    }

    <T extends SpecificRecord> TestInputTopic<String, T> input(TopicContract<T> topic) {
        return driver.createInputTopic(topic.name(), new StringSerializer(), serdes.serializer(topic));
    }

    TestInputTopic<String, byte[]> raw(TopicContract<?> topic) {
        return driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer());
    }

    void configure(MarketArea area) {
        input(TopicCatalogue.AREAS).pipeInput(area.getAreaMrid(), area);
    }

    /** Registers a usage point of the area, with a key of its own. */
    void register(String usagePoint, String participant) {
        register(usagePoint, participant, AREA);
    }

    void register(String usagePoint, String participant, String area) {
        Ed25519KeyPair keys = keys(usagePoint);
        signers.put(usagePoint, new Ed25519Signer(keys));
        input(TopicCatalogue.POINTS)
                .pipeInput(
                        usagePoint,
                        UsagePoint.newBuilder()
                                .setUsagePointMrid(usagePoint)
                                .setAreaMrid(area)
                                .setMarketParticipantMrid(participant)
                                .setPublicKey(ByteBuffer.wrap(keys.publicKey()))
                                .build());
    }

    private static Ed25519KeyPair keys(String usagePoint) {
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
        Ed25519Signer signer = signers.get(bid.getUsagePointMrid());
        if (signer != null) {
            bid.setSignature(ByteBuffer.wrap(signer.sign(BidSignedBytes.of(bid))));
        }
        sendAsIs(bid);
    }

    void sendAsIs(Bid bid) {
        input(TopicCatalogue.BIDS).pipeInput(bid.getUsagePointMrid(), bid);
    }

    void sell(String usagePoint, long price) {
        send(bid(usagePoint, Side.SELL, price, bid -> {}));
    }

    void buy(String usagePoint, long price) {
        send(bid(usagePoint, Side.BUY, price, bid -> {}));
    }

    void advance(long ms) {
        now += ms;
        driver.advanceWallClockTime(Duration.ofMillis(ms));
    }

    /** Moves the clock to a time, then on in small turns, so that every bounded step has its turn: 400 ms in all. */
    void advanceTo(long time) {
        advance(time - now);
        for (int turn = 0; turn < 40; turn++) {
            advance(10);
        }
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

    List<BidRejected> rejections() {
        return read(TopicCatalogue.BID_REJECTIONS);
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

    @Override
    public void close() {
        driver.close();
    }
}
