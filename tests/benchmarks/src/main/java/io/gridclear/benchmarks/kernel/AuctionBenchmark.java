package io.gridclear.benchmarks.kernel;

import io.gridclear.market.auction.Book;
import io.gridclear.market.auction.TwoStageAuction;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Clearing of one book: both stages and the reference price, all invariants checked, every trade handed to a sink.
 * What counts is orders over cpuNanos: orders of the book, cleared per second of one core.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {"-Xms3g", "-Xmx3g", "-XX:+UseSerialGC"})
public class AuctionBenchmark {

    private static final long SEED = 20_240_607;

    /** The orders. */
    @State(Scope.Thread)
    public static class Orders {

        /** Orders on both sides together. */
        @Param({"1000", "10000", "100000", "1000000"})
        public int size;

        /** Where limits lie. */
        @Param("OWN")
        public String limits = "";

        private ZeroIntelligenceOrders orders = new ZeroIntelligenceOrders(0, ZeroIntelligenceOrders.Limits.OWN, 0);

        /** Draws the orders, and clears them both ways: a benchmark of different outcomes compares nothing. */
        @Setup(Level.Trial)
        public void draw() {
            orders = new ZeroIntelligenceOrders(size, ZeroIntelligenceOrders.Limits.valueOf(limits), SEED);
            TradeChecksum kernel = new TradeChecksum();
            TwoStageAuction auction = clear(orders.book(), kernel);
            TradeChecksum baseline = new TradeChecksum();
            long reference = new PriorityQueueAuction(orders).run(baseline);
            if (kernel.checksum() != baseline.checksum() || auction.referencePrice() != reference) {
                throw new IllegalStateException("kernel and baseline made different trades: " + kernel.trades()
                        + " at Pa " + auction.referencePrice() + ", " + baseline.trades() + " at Pa " + reference);
            }
        }
    }

    /** A book that is ready to be cleared, a new one each time. */
    @State(Scope.Thread)
    public static class Prepared {

        private Book book = new Book(ZeroIntelligenceOrders.TERMS, 0);

        /** Builds the book, outside of the measured time. */
        @Setup(Level.Invocation)
        public void build(Orders orders) {
            book = orders.orders.book();
        }
    }

    /** The baseline's orders as objects, new ones each time. */
    @State(Scope.Thread)
    public static class PreparedBaseline {

        private PriorityQueueAuction auction =
                new PriorityQueueAuction(new ZeroIntelligenceOrders(0, ZeroIntelligenceOrders.Limits.OWN, 0));

        /** Makes the objects, outside of the measured time. */
        @Setup(Level.Invocation)
        public void build(Orders orders) {
            auction = new PriorityQueueAuction(orders.orders);
        }
    }

    /** Counted beside operations, per second of wall-clock time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Cleared {

        /** Orders cleared. */
        public long orders;

        /** Nanoseconds of processor time that it took: less than 10^9 a second where others use the core as well. */
        public long cpuNanos;

        private void add(long cleared, long cpuStartNanos) {
            orders += cleared;
            cpuNanos += ProcessorTime.nanos() - cpuStartNanos;
        }
    }

    /** The kernel on a book that was built before. */
    @Benchmark
    public long clear(Orders orders, Prepared prepared, Cleared cleared) {
        long cpuStart = ProcessorTime.nanos();
        TradeChecksum trades = new TradeChecksum();
        clear(prepared.book, trades);
        cleared.add(orders.size, cpuStart);
        return trades.checksum();
    }

    /** The kernel from the first order that enters the book to the last trade. */
    @Benchmark
    public long buildAndClear(Orders orders, Cleared cleared) {
        long cpuStart = ProcessorTime.nanos();
        TradeChecksum trades = new TradeChecksum();
        clear(orders.orders.book(), trades);
        cleared.add(orders.size, cpuStart);
        return trades.checksum();
    }

    /** The baseline on objects that were made before. */
    @Benchmark
    public long priorityQueues(Orders orders, PreparedBaseline prepared, Cleared cleared) {
        long cpuStart = ProcessorTime.nanos();
        TradeChecksum trades = new TradeChecksum();
        prepared.auction.run(trades);
        cleared.add(orders.size, cpuStart);
        return trades.checksum();
    }

    private static TwoStageAuction clear(Book book, TradeChecksum trades) {
        TwoStageAuction auction = new TwoStageAuction(book);
        auction.runStage1(trades);
        auction.runStage2(trades);
        return auction;
    }
}
