package io.gridclear.bridge;

import io.gridclear.bridge.batch.Claim;
import io.gridclear.bridge.replay.LineLeaves;
import io.gridclear.bridge.replay.PeriodReplay;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookOrder;
import io.gridclear.market.clearing.BookReplay;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.clearing.ClearingOutcome;
import io.gridclear.market.order.Side;
import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.Trade;
import io.gridclear.records.BookEntryRecords;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.signing.BidSignedBytes;
import io.gridclear.schemas.signing.Ed25519KeyPair;
import io.gridclear.schemas.signing.Ed25519Signer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A period's log as an honest book writes it, with signed orders out of a seed. */
public final class TestBook {

    /** Fleet seed of all keys. */
    private static final byte[] FLEET = new byte[32];

    /** Terms with quarter-hours. */
    public static final MarketTerms TERMS = new MarketTerms(
            900_000,
            900_000,
            60_000,
            100,
            100_000,
            900_000,
            ReferencePriceRule.MEAN,
            1_000_000,
            "grid",
            "EUR",
            "Europe/Brussels");

    /** The same under another reference price (decision 61). */
    private static final MarketTerms ANCHORED = new MarketTerms(
            TERMS.periodMs(),
            TERMS.gateClosureMs(),
            TERMS.requoteWindowMs(),
            TERMS.tick(),
            TERMS.feedInTariff(),
            TERMS.retailTariff(),
            ReferencePriceRule.ANCHORED,
            TERMS.maxOrderWh(),
            TERMS.gridParticipant(),
            TERMS.currency(),
            TERMS.timeZone());

    /** Five buses in a row, of narrow lines: much of what is traded finds no path. */
    public static final FeederGraph FEEDER = new FeederGraph(new Feeder(
            List.of("bus-0", "bus-1", "bus-2", "bus-3", "bus-4"),
            List.of(
                    Feeder.Line.between("a", "bus-0", "bus-1", 10, 8_000, 8_000),
                    Feeder.Line.between("b", "bus-1", "bus-2", 10, 4_000, 4_000),
                    Feeder.Line.between("c", "bus-1", "bus-2", 10, 2_000, 2_000),
                    Feeder.Line.between("d", "bus-2", "bus-3", 10, 4_000, 4_000),
                    Feeder.Line.between("e", "bus-3", "bus-4", 10, 8_000, 8_000))));

    /** Knows that one. */
    public static final FeederSource FEEDERS =
            digest -> digest.equals(HexFormat.of().formatHex(FEEDER.digest())) ? FEEDER : null;

    private static final ClearingJournal.Output NOBODY = new ClearingJournal.Output() {
        @Override
        public void trade(Trade trade) {}

        @Override
        public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {}
    };

    private final String area;
    private final long periodStart;
    private final List<BookEntry> entries = new ArrayList<>();

    private TestBook(String area, long periodStart) {
        this.area = area;
        this.periodStart = periodStart;
    }

    /** A log of so many orders, cleared. */
    public static TestBook of(String area, long periodStart, int orders, long seed) {
        return of(area, periodStart, orders, seed, TERMS);
    }

    /** The same orders where terms say ANCHORED. */
    public static TestBook anchored(String area, long periodStart, int orders, long seed) {
        return of(area, periodStart, orders, seed, ANCHORED);
    }

    /** The same under {@link #FEEDER}. */
    public static TestBook routed(String area, long periodStart, int orders, long seed) {
        return of(
                area, periodStart, orders, seed, TERMS.withFeeder(HexFormat.of().formatHex(FEEDER.digest())));
    }

    private static TestBook of(String area, long periodStart, int orders, long seed, MarketTerms terms) {
        TestBook book = new TestBook(area, periodStart);
        Random random = new Random(seed);
        book.entries.add(new BookEntry.PeriodOpened(book.next(), terms));
        for (int i = 0; i < orders; i++) {
            Side side = i % 2 == 0 ? Side.SELL : Side.BUY;
            book.entries.add(new BookEntry.OrderEntered(
                    book.next(),
                    book.signed(order(i, side, 1 + random.nextInt(5_000), 100_000 + 100L * random.nextInt(8_000)))));
        }
        book.entries.add(new BookEntry.GateClosed(book.next()));
        book.entries.add(new BookEntry.RequoteClosed(book.next()));
        return book;
    }

    private static BookOrder order(int number, Side side, long quantityWh, long price) {
        return new BookOrder(
                "order-" + number,
                0,
                point(number),
                participant(number),
                bus(number),
                side,
                quantityWh,
                price,
                -1,
                1_000,
                new byte[0],
                0,
                number);
    }

    private BookEntry.Position next() {
        return new BookEntry.Position(area, periodStart, entries.size(), 5_000L + entries.size());
    }

    private static String point(int number) {
        return "point-" + number;
    }

    private static String participant(int number) {
        return "participant-" + number;
    }

    /** Usage points hang on five buses in turn. */
    private static String bus(int number) {
        return "bus-" + number % 5;
    }

    /** The order with a signature of its usage point's key. */
    public BookOrder signed(BookOrder order) {
        io.gridclear.schemas.avro.BookOrder record = BookEntryRecords.toRecord(
                        new BookEntry.OrderEntered(new BookEntry.Position(area, periodStart, 0, 0), order))
                .getOrder();
        Bid bid = new Bid(
                record.getUsagePointMrid(),
                record.getOrderId(),
                record.getRevision(),
                record.getSide(),
                java.time.Instant.ofEpochMilli(periodStart),
                record.getQuantityWh(),
                record.getPrice(),
                record.getLimitPrice(),
                record.getCreatedAt(),
                ByteBuffer.allocate(0));
        byte[] signature = new Ed25519Signer(keys(order.usagePoint())).sign(BidSignedBytes.of(bid));
        return with(order, order.participant(), order.quantityWh(), signature);
    }

    /** The order with another owner, quantity or signature. */
    public static BookOrder with(BookOrder order, String participant, long quantityWh, byte[] signature) {
        return new BookOrder(
                order.orderId(),
                order.revision(),
                order.usagePoint(),
                participant,
                order.bus(),
                order.side(),
                quantityWh,
                order.price(),
                order.limitPrice(),
                order.createdAt(),
                signature,
                order.sourcePartition(),
                order.sourceOffset());
    }

    /** The order at another bus. */
    public static BookOrder onBus(BookOrder order, String bus) {
        return new BookOrder(
                order.orderId(),
                order.revision(),
                order.usagePoint(),
                order.participant(),
                bus,
                order.side(),
                order.quantityWh(),
                order.price(),
                order.limitPrice(),
                order.createdAt(),
                order.signature(),
                order.sourcePartition(),
                order.sourceOffset());
    }

    /** The key of a usage point. */
    public static Ed25519KeyPair keys(String usagePoint) {
        return Ed25519KeyPair.derive(FLEET, usagePoint);
    }

    /** The registration of a number's usage point in an area. */
    public static UsagePoint registration(int number, String area) {
        return new UsagePoint(
                point(number),
                area,
                participant(number),
                bus(number),
                ByteBuffer.wrap(keys(point(number)).publicKey()));
    }

    /** The same log with one order changed, its sequence kept. */
    public TestBook withOrder(int sequence, UnaryOperator<BookOrder> change) {
        TestBook other = new TestBook(area, periodStart);
        other.entries.addAll(entries);
        BookEntry.OrderEntered entry = (BookEntry.OrderEntered) entries.get(sequence);
        other.entries.set(sequence, new BookEntry.OrderEntered(entry.position(), change.apply(entry.order())));
        return other;
    }

    public String area() {
        return area;
    }

    public long periodStart() {
        return periodStart;
    }

    /** Terms of the period. */
    public MarketTerms terms() {
        return ((BookEntry.PeriodOpened) entries.get(0)).terms();
    }

    /** By sequence. */
    public List<BookEntry> entries() {
        return List.copyOf(entries);
    }

    /** What the log comes to. */
    public Claim claim() {
        PeriodReplay replay = new PeriodReplay(NOBODY, FEEDERS);
        entries.forEach(replay::accept);
        return replay.result().orElseThrow();
    }

    /** Leaves of its settlement. */
    public LineLeaves leaves() {
        LineLeaves leaves = new LineLeaves();
        BookReplay replay = new BookReplay(leaves, FEEDERS);
        entries.forEach(replay::accept);
        return leaves;
    }

    /** The clearing as the application publishes it. */
    public ClearingResult result() {
        BookReplay replay = new BookReplay(NOBODY, FEEDERS);
        entries.forEach(replay::accept);
        ClearingOutcome outcome = replay.outcome();
        return OutcomeRecords.toRecord(
                area, periodStart, terms(), outcome, entries.size(), replay.inputHash(), 1, 2, 3);
    }
}
