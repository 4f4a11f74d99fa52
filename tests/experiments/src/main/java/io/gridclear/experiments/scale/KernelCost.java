package io.gridclear.experiments.scale;

import io.gridclear.market.auction.TwoStageAuction;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What the auction alone costs: the book and both stages, every invariant checked; processor time of one core. */
final class KernelCost {

    /** A sample repeats small books until it lasts so long: the clock of processor time has coarse steps. */
    private static final long LEAST_SAMPLE_NANOS = 20_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long seed;

    KernelCost(long seed) {
        this.seed = seed;
    }

    /** Deals of both stages and their energy: the same for a size and seed on every machine. */
    record Cleared(long deals, long energyWh) {}

    /** Clears one book. */
    static Cleared clear(DrawnOrders orders) {
        long[] sums = new long[2];
        TwoStageAuction auction = new TwoStageAuction(orders.book());
        TwoStageAuction.TradeSink sink = (stage, sell, buy, wh, price) -> {
            sums[0]++;
            sums[1] += wh;
        };
        auction.runStage1(sink);
        auction.runStage2(sink);
        return new Cleared(sums[0], sums[1]);
    }

    /** Books of one size: ms a book, one value a run; some runs before get warm. */
    double[] byOrders(int size, int runs) {
        DrawnOrders orders = new DrawnOrders(size, seed);
        return samples(runs, () -> clear(orders));
    }

    /** Areas of a thousand orders, one after the other as one task does it: ms a period, one value a run. */
    double[] byAreas(int areas, int ordersOfAnArea, int runs) {
        DrawnOrders orders = new DrawnOrders(ordersOfAnArea, seed);
        return samples(runs, () -> {
            for (int area = 0; area < areas; area++) {
                clear(orders);
            }
        });
    }

    private static double[] samples(int runs, Runnable work) {
        double[] ms = new double[runs];
        for (int run = -runs; run < runs; run++) {
            long began = THREADS.getCurrentThreadCpuTime();
            long nanos;
            int times = 0;
            do {
                work.run();
                times++;
                nanos = THREADS.getCurrentThreadCpuTime() - began;
            } while (nanos < LEAST_SAMPLE_NANOS);
            if (run >= 0) {
                ms[run] = nanos / 1e6 / times;
            }
        }
        return ms;
    }
}
