package io.gridclear.schemas.catalogue;

import static io.gridclear.schemas.catalogue.Cleanup.COMPACT;
import static io.gridclear.schemas.catalogue.Cleanup.DELETE;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.ClearingBatch;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Feeder;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.NodeScore;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.avro.Trade;
import io.gridclear.schemas.avro.TradeRoute;
import io.gridclear.schemas.avro.UsagePoint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;

/** Every public topic of the house. Nothing else spells a topic's name. */
public final class TopicCatalogue {

    /**
     * How far a record's timestamp may lie ahead of the broker's clock, milliseconds; beyond, the broker refuses it
     * (InvalidTimestampException at the producer). A timestamp from the future would keep its log segment alive past
     * any retention and close time windows early. Five minutes: more than any clock that is set once a day drifts
     * (a poor quartz, 100 ppm: 9 s), a third of the default gate closure. There is no bound backwards: readings
     * come days late and corrections years later.
     */
    public static final long MAX_TIMESTAMP_AHEAD_MS = Duration.ofMinutes(5).toMillis();

    /**
     * Largest batch of records that a broker takes, bytes (Kafka's default, stated because the producers' batch.size
     * must stay below it): a thousand bids, or one area with its feeder.
     */
    public static final int MAX_BATCH_BYTES = 1024 * 1024 + 12;

    /** Dead letters carry the refused bytes and their reasons in headers, so their batches may be twice as large. */
    public static final int MAX_DEAD_LETTER_BATCH_BYTES = 2 * MAX_BATCH_BYTES;

    private static final String DEAD_LETTER_SUFFIX = ".dlq";
    private static final Retention TWO_WEEKS = Retention.ofDays(14);
    /** Over the usual deadline for corrected readings, so that a correction run finds what it replaces. */
    private static final Retention READINGS_DEADLINE = Retention.ofDays(400);

    private static final Retention FIVE_YEARS = Retention.ofDays(5 * 366);
    private static final Retention TEN_YEARS = Retention.ofDays(10 * 366);

    private static final Map<String, String> FROM_OUTSIDE = Map.of(
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_BATCH_BYTES),
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime",
            TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(MAX_TIMESTAMP_AHEAD_MS));

    /** The house's own records, of application and bridge, bear the time of what caused them, which may be long ago. */
    private static final Map<String, String> FROM_APP = Map.of(
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            Integer.toString(MAX_BATCH_BYTES),
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "CreateTime");

    /** The last state of a key is at most this old before a reader sees it compacted; bounds what a start reads. */
    private static final Map<String, String> COMPACTED_DAILY = Map.of(
            TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
            Long.toString(Duration.ofDays(1).toMillis()));

    public static final TopicContract<MarketArea> AREAS = topic(
            "market.areas.v1",
            MarketArea.class,
            "area",
            "ops",
            COMPACT,
            Retention.FOREVER,
            with(FROM_OUTSIDE, COMPACTED_DAILY));

    /** Networks by their digests: never changed, and never deleted while a period was cleared under one. */
    public static final TopicContract<Feeder> FEEDERS = topic(
            "market.feeders.v1",
            Feeder.class,
            "digest, hexadecimal",
            "ops",
            COMPACT,
            Retention.FOREVER,
            with(FROM_OUTSIDE, COMPACTED_DAILY));

    public static final TopicContract<UsagePoint> POINTS = topic(
            "meter.points.v1",
            UsagePoint.class,
            "usage point",
            "ops",
            COMPACT,
            Retention.FOREVER,
            with(FROM_OUTSIDE, COMPACTED_DAILY));

    public static final TopicContract<Bid> BIDS =
            topic("market.bids.v1", Bid.class, "usage point", "meter fleets", DELETE, TWO_WEEKS, FROM_OUTSIDE);

    public static final TopicContract<BidRejected> BID_REJECTIONS =
            topic("market.bid-rejections.v1", BidRejected.class, "participant", "app", DELETE, TWO_WEEKS, FROM_APP);

    /** The truth that every clearing is a function of: kept as long as a clearing may be disputed. */
    public static final TopicContract<BookEntry> BOOK =
            topic("market.book.v1", BookEntry.class, "area", "app", DELETE, FIVE_YEARS, FROM_APP);

    public static final TopicContract<ReferencePrice> REFERENCE_PRICES =
            topic("market.reference-prices.v1", ReferencePrice.class, "area", "app", DELETE, TWO_WEEKS, FROM_APP);

    public static final TopicContract<Trade> TRADES =
            topic("market.trades.v1", Trade.class, "area", "app", DELETE, FIVE_YEARS, FROM_APP);

    public static final TopicContract<TradeRoute> ROUTES =
            topic("market.routes.v1", TradeRoute.class, "area", "app", DELETE, FIVE_YEARS, FROM_APP);

    public static final TopicContract<ClearingResult> CLEARINGS =
            topic("market.clearings.v1", ClearingResult.class, "area", "app", DELETE, FIVE_YEARS, FROM_APP);

    public static final TopicContract<MeterReading> READINGS = topic(
            "meter.readings.v1",
            MeterReading.class,
            "usage point",
            "meter fleets",
            DELETE,
            READINGS_DEADLINE,
            FROM_OUTSIDE);

    public static final TopicContract<PeriodEnergy> PERIOD_ENERGY = topic(
            "meter.period-energy.v1", PeriodEnergy.class, "usage point", "app", DELETE, READINGS_DEADLINE, FROM_APP);

    /** What METERED and CORRECTION runs were made from: kept as long as the book, and may be re-executed as long. */
    public static final TopicContract<SettlementInputs> SETTLEMENT_INPUTS =
            topic("settlement.inputs.v1", SettlementInputs.class, "area", "app", DELETE, FIVE_YEARS, FROM_APP);

    /** Commercial records: ten years, the longest term in use for books of account. */
    public static final TopicContract<SettlementLine> SETTLEMENT_LINES =
            topic("settlement.lines.v1", SettlementLine.class, "participant", "app", DELETE, TEN_YEARS, FROM_APP);

    public static final TopicContract<SettlementLine> SETTLEMENT_LATEST = topic(
            "settlement.latest.v1",
            SettlementLine.class,
            "participant/period/lineId",
            "app",
            COMPACT,
            Retention.FOREVER,
            with(FROM_APP, COMPACTED_DAILY));

    /** Totals and roots of METERED and CORRECTION runs, kept as long as the clearings that they follow. */
    public static final TopicContract<SettlementRunResult> SETTLEMENT_RUNS =
            topic("settlement.runs.v1", SettlementRunResult.class, "area", "app", DELETE, FIVE_YEARS, FROM_APP);

    /** What an outcome was computed from: kept as long as the book, and may be re-executed as long. */
    public static final TopicContract<ClearingBatch> BATCHES =
            topic("ledger.batches.v1", ClearingBatch.class, "area", "bridge", DELETE, FIVE_YEARS, FROM_APP);

    /** Proves settlement lines, and is kept as long as they are. */
    public static final TopicContract<Receipt> RECEIPTS =
            topic("ledger.receipts.v1", Receipt.class, "area", "bridge", DELETE, TEN_YEARS, FROM_APP);

    public static final TopicContract<NodeScore> SCORES = topic(
            "ledger.scores.v1",
            NodeScore.class,
            "node address",
            "bridge",
            COMPACT,
            Retention.FOREVER,
            with(FROM_APP, COMPACTED_DAILY));

    private static final List<TopicContract<?>> ALL = List.of(
            AREAS,
            FEEDERS,
            POINTS,
            BIDS,
            BID_REJECTIONS,
            BOOK,
            REFERENCE_PRICES,
            TRADES,
            ROUTES,
            CLEARINGS,
            READINGS,
            PERIOD_ENERGY,
            SETTLEMENT_INPUTS,
            SETTLEMENT_LINES,
            SETTLEMENT_LATEST,
            SETTLEMENT_RUNS,
            BATCHES,
            RECEIPTS,
            SCORES);

    /** What the application reads and others write: only there can a record be undecodable. */
    private static final List<TopicContract<?>> READ_FROM_OUTSIDE = List.of(AREAS, FEEDERS, POINTS, BIDS, READINGS);

    private TopicCatalogue() {}

    /** Every topic, in the order of the data's path; dead letters not included. */
    public static List<TopicContract<?>> all() {
        return ALL;
    }

    /** The topics that have a dead-letter topic: those that the application reads and others write. */
    public static List<TopicContract<?>> withDeadLetters() {
        return READ_FROM_OUTSIDE;
    }

    /** Where the undecodable records of {@code topic} go, as they came, with the reason in headers. */
    public static String deadLetterTopic(String topic) {
        return topic + DEAD_LETTER_SUFFIX;
    }

    /** Finds a topic by its name; empty if the catalogue has no such topic. */
    public static Optional<TopicContract<?>> find(String name) {
        return ALL.stream().filter(topic -> topic.name().equals(name)).findFirst();
    }

    private static <T extends SpecificRecord> TopicContract<T> topic(
            String name,
            Class<T> type,
            String keyMeaning,
            String writtenBy,
            Cleanup cleanup,
            Retention retention,
            Map<String, String> configs) {
        return new TopicContract<>(
                name,
                type,
                SpecificData.get().getSchema(type),
                keyMeaning,
                writtenBy,
                cleanup,
                retention,
                configs,
                true);
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> both = new HashMap<>(some);
        both.putAll(more);
        return both;
    }
}
