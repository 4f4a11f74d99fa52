package io.gridclear.experiments.scale;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.experiments.report.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;

/** All measurements of {@code experiment scale}. Not thread-safe. */
final class ScaleRun {

    static final int ORDERS_OF_AN_AREA = 1_000;
    static final int AREAS_FOR_AGENTS = 10;
    static final int AGENTS_FOR_AREAS = 4;

    private static final int[] KERNEL_ORDERS = {100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000};
    private static final int[] STORE_ORDERS = {100, 300, 1_000, 3_000, 10_000, 30_000, 100_000};
    private static final int[] KERNEL_AREAS = {1, 3, 10, 30, 100, 300, 1_000};
    private static final int[] LEDGER_AREAS = {1, 3, 10, 30, 100, 300, 1_000};
    private static final int[] LEDGER_AGENTS = {4, 7, 13, 25, 50, 100};

    /** Sizes at the small end that stay however much is asked to be left out: a fit needs some. */
    private static final int LEAST_SIZES = 3;

    private final long seed;
    private final int runs;
    private final int shrink;
    private final PrintWriter err;

    private final Course kernelOrders = new Course("kernel-orders", "auction alone, by orders");
    private final Course intake = new Course("intake-orders", "intake into RocksDB, by orders");
    private final Course clearing = new Course("store-orders", "clearing out of RocksDB, by orders");
    private final Course kernelAreas = new Course("kernel-areas", "auction alone, by areas");
    private final Course ledgerAreas = new Course("ledger-areas", "ledger, by areas");
    private final Course ledgerAgents = new Course("ledger-agents", "ledger, by agents");

    ScaleRun(long seed, int runs, int shrink, PrintWriter err) {
        this.seed = seed;
        this.runs = runs;
        this.shrink = shrink;
        this.err = err;
    }

    void measure() throws IOException, ChainUnavailableException {
        int[][] all = {
            sizes(KERNEL_ORDERS),
            sizes(STORE_ORDERS),
            sizes(KERNEL_AREAS),
            sizes(LEDGER_AREAS),
            sizes(LEDGER_AGENTS)
        };
        Progress progress = new Progress(
                err, "sizes", Arrays.stream(all).mapToInt(sizes -> sizes.length).sum());
        KernelCost kernel = new KernelCost(seed);
        for (int orders : all[0]) {
            kernelOrders.add(orders, kernel.byOrders(orders, runs));
            progress.step();
        }
        for (int orders : all[1]) {
            StoreCost.Costs costs = new StoreCost(seed).byOrders(orders, runs);
            intake.add(orders, costs.intakeMs());
            clearing.add(orders, costs.clearingMs());
            progress.step();
        }
        for (int areas : all[2]) {
            kernelAreas.add(areas, kernel.byAreas(areas, ORDERS_OF_AN_AREA, runs));
            progress.step();
        }
        for (int areas : all[3]) {
            ledgerAreas.add(areas, new LedgerCost().byAgentsAndAreas(AGENTS_FOR_AREAS, areas, runs));
            progress.step();
        }
        for (int agents : all[4]) {
            ledgerAgents.add(agents, new LedgerCost().byAgentsAndAreas(agents, AREAS_FOR_AGENTS, runs));
            progress.step();
        }
    }

    private int[] sizes(int[] all) {
        int largest = all[all.length - 1] / shrink;
        int kept = (int) Arrays.stream(all).filter(size -> size <= largest).count();
        return Arrays.copyOf(all, Math.max(LEAST_SIZES, kept));
    }

    long seed() {
        return seed;
    }

    List<Course> byOrders() {
        return List.of(kernelOrders, intake, clearing);
    }

    List<Course> byAreas() {
        return List.of(kernelAreas, ledgerAreas);
    }

    List<Course> byAgents() {
        return List.of(ledgerAgents);
    }

    /** All of them. */
    List<Course> courses() {
        return List.of(kernelOrders, intake, clearing, kernelAreas, ledgerAreas, ledgerAgents);
    }

    /** From which size on a course is fitted: the larger half, where what does not grow with the size has no weight any more. */
    int smallestFitted(Course course) {
        List<Integer> sizes = course.sizes();
        return sizes.get(Math.max(0, Math.min(sizes.size() / 2, sizes.size() - LEAST_SIZES)));
    }
}
