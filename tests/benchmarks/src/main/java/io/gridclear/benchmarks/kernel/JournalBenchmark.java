package io.gridclear.benchmarks.kernel;

import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.ConnectedOrder;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.Trade;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Writing up a clearing: for every deal a trade and two settlement lines, for every residual two lines, with ids,
 * canonical bytes and both Merkle roots.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class JournalBenchmark {

    private static final int ENTRIES = 10_000;
    private static final int QUANTITY_WH = 350;
    private static final int PRICE = 561_250;
    private static final long PERIOD = 1_800_000_000_000L;

    /** Orders by names of ordinary length. */
    @State(Scope.Thread)
    public static class Orders {

        private final ConnectedOrder[] sells = refs("S");
        private final ConnectedOrder[] buys = refs("B");

        private static ConnectedOrder[] refs(String side) {
            ConnectedOrder[] refs = new ConnectedOrder[ENTRIES];
            for (int i = 0; i < ENTRIES; i++) {
                String meter = "%s-%06d".formatted(side, i);
                refs[i] = new ConnectedOrder(
                        new OrderRef("order-" + meter, "usage-point-" + meter, "participant-" + meter), "bus-" + meter);
            }
            return refs;
        }
    }

    /** Counted beside operations, per second of wall-clock time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Written {

        /** Deals or residuals written up. */
        public long entries;

        /** Nanoseconds of processor time that it took. */
        public long cpuNanos;

        private void add(long cpuStartNanos) {
            entries += ENTRIES;
            cpuNanos += ProcessorTime.nanos() - cpuStartNanos;
        }
    }

    private static final class Consumer implements ClearingJournal.Output {

        private final Blackhole blackhole;

        private Consumer(Blackhole blackhole) {
            this.blackhole = blackhole;
        }

        @Override
        public void trade(Trade trade) {
            blackhole.consume(trade);
        }

        @Override
        public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
            blackhole.consume(line);
            blackhole.consume(lineId);
            blackhole.consume(settlementId);
        }
    }

    private static ClearingJournal journal(Blackhole blackhole) {
        return new ClearingJournal(
                "feeder-7",
                PERIOD,
                ZeroIntelligenceOrders.TERMS,
                ClearingJournal.State.empty(),
                new Consumer(blackhole));
    }

    /** Deals of stage 1. */
    @Benchmark
    public Object deals(Orders orders, Written written, Blackhole blackhole) {
        long cpuStart = ProcessorTime.nanos();
        ClearingJournal journal = journal(blackhole);
        for (int i = 0; i < ENTRIES; i++) {
            journal.deal(1, orders.sells[i], orders.buys[i], QUANTITY_WH, PRICE);
        }
        long energyWh = (long) ENTRIES * QUANTITY_WH;
        Object outcome = journal.finish(ENTRIES, ENTRIES, energyWh, energyWh);
        written.add(cpuStart);
        return outcome;
    }

    /** Residuals of sells. */
    @Benchmark
    public Object residuals(Orders orders, Written written, Blackhole blackhole) {
        long cpuStart = ProcessorTime.nanos();
        ClearingJournal journal = journal(blackhole);
        for (int i = 0; i < ENTRIES; i++) {
            journal.residual(Side.SELL, orders.sells[i].ref(), QUANTITY_WH);
        }
        Object outcome = journal.finish(ENTRIES, 0, (long) ENTRIES * QUANTITY_WH, 0);
        written.add(cpuStart);
        return outcome;
    }
}
