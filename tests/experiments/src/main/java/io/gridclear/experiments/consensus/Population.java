package io.gridclear.experiments.consensus;

import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * The people behind the nodes: who is malicious, and what each delivers and attests. All chance of a run is drawn here, for
 * every node and round whether it is needed or not, so that one seed is the same weather under every rule.
 *
 * <p>A contract of a round is the node's capacity (1 to 10 kWh, drawn once) times 0.8 to 1.2. A normal node delivers within 5 %
 * of it; a malicious one that deviates in delivery is off by 40 to 100 %, a stealthy one by 10 to 30 %, each to either side.
 */
final class Population {

    private static final long ONE_PPM = 1_000_000;
    private static final long LEAST_CAPACITY_WH = 1_000;
    private static final long MOST_CAPACITY_WH = 10_000;
    private static final long LEAST_CONTRACT_PPM = 800_000;
    private static final long MOST_CONTRACT_PPM = 1_200_000;

    /** Deviations of a delivery, ppm of the contract: from, to. */
    private record Range(long fromPpm, long toPpm) {

        long at(long ppm) {
            return fromPpm + (toPpm - fromPpm) * ppm / ONE_PPM;
        }
    }

    private static final Range NORMAL = new Range(0, 50_000);
    private static final Range DEVIATING = new Range(400_000, 1_000_000);
    private static final Range STEALTHY = new Range(100_000, 300_000);

    private final Assumptions assumptions;
    private final int nodes;
    private final boolean[] stealthy;
    private final boolean[] malicious;
    private final boolean[] banned;
    private final long[] capacityWh;
    private final long[][] turnPpm;
    private final long[][] contractPpm;
    private final long[][] deviationPpm;
    private final boolean[][] above;
    private final long[][] shownPpm;
    private int round;

    /**
     * The people of a run before its first round.
     *
     * @param seed number of the run among all numbers
     */
    Population(Assumptions assumptions, Setting setting, long seed) {
        this.assumptions = assumptions;
        this.nodes = setting.nodes();
        this.stealthy = new boolean[nodes];
        this.malicious = new boolean[nodes];
        this.banned = new boolean[nodes];
        this.capacityWh = new long[nodes];
        int rounds = setting.rounds();
        this.turnPpm = new long[rounds][nodes];
        this.contractPpm = new long[rounds][nodes];
        this.deviationPpm = new long[rounds][nodes];
        this.above = new boolean[rounds][nodes];
        this.shownPpm = new long[rounds][nodes];
        draw(new SplittableRandom(seed), rounds);
    }

    private void draw(SplittableRandom random, int rounds) {
        for (int node = 0; node < nodes; node++) {
            capacityWh[node] = new Range(LEAST_CAPACITY_WH, MOST_CAPACITY_WH).at(ppm(random));
            malicious[node] = ppm(random) < assumptions.startPpm();
            stealthy[node] = ppm(random) < assumptions.stealthyPpm();
        }
        for (int i = 0; i < rounds; i++) {
            for (int node = 0; node < nodes; node++) {
                turnPpm[i][node] = ppm(random);
                contractPpm[i][node] = new Range(LEAST_CONTRACT_PPM, MOST_CONTRACT_PPM).at(ppm(random));
                deviationPpm[i][node] = ppm(random);
                above[i][node] = ppm(random) < ONE_PPM / 2;
                shownPpm[i][node] = ppm(random);
            }
        }
    }

    /** Uniform in 0..999,999. By remainder, whose bias is below 10^-13: what nextInt makes of its bits is no promise of Java's. */
    private static long ppm(SplittableRandom random) {
        return Long.remainderUnsigned(random.nextLong(), ONE_PPM);
    }

    /** The next round begins: each normal node may turn. */
    void beginRound() {
        round++;
        for (int node = 0; node < nodes; node++) {
            malicious[node] |= turnPpm[round - 1][node] < assumptions.turnPpm();
        }
    }

    /**
     * Whose ban is over is normal again, if bans heal.
     *
     * @param isBanned who is banned now
     */
    void release(IntPredicate isBanned) {
        for (int node = 0; node < nodes; node++) {
            boolean isStillBanned = isBanned.test(node);
            if (banned[node] && !isStillBanned && assumptions.recovers()) {
                malicious[node] = false;
            }
            banned[node] = isStillBanned;
        }
    }

    /** Whether a node is malicious. */
    boolean isMalicious(int node) {
        return malicious[node];
    }

    /** How many nodes are malicious. */
    int malicious() {
        int count = 0;
        for (boolean each : malicious) {
            count += each ? 1 : 0;
        }
        return count;
    }

    /** Whether what a node attests in this round is the wrong hash. */
    boolean attestsWrongly(int node) {
        return malicious[node]
                && !stealthy[node]
                && assumptions.malice().attestsWrongly()
                && shownPpm[round - 1][node] < assumptions.shownPpm();
    }

    /** What a node has sold for this round and delivers. */
    CommitteeLedger.Delivered delivery(int node) {
        long contractedWh = capacityWh[node] * contractPpm[round - 1][node] / ONE_PPM;
        long offWh = contractedWh * habit(node).at(deviationPpm[round - 1][node]) / ONE_PPM;
        return new CommitteeLedger.Delivered(
                node, contractedWh, above[round - 1][node] ? contractedWh + offWh : contractedWh - offWh);
    }

    private Range habit(int node) {
        if (!malicious[node]) {
            return NORMAL;
        }
        if (stealthy[node]) {
            return STEALTHY;
        }
        return assumptions.malice().deviatesInDelivery() ? DEVIATING : NORMAL;
    }

    /** Capacity of a node: its stake, where stakes are voted with. */
    long capacityWh(int node) {
        return capacityWh[node];
    }
}
