package io.gridclear.benchmarks.kernel;

import io.gridclear.market.routing.Feeder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made feeder of a town and the trades of one period in it: branches of some 250 buses leave one substation, each a trunk
 * with laterals, and a tie to every hundred buses is closed. Same seed, same feeder.
 *
 * @param feeder the feeder
 * @param trades trades in trade order
 */
record TownFeeder(Feeder feeder, List<Transfer> trades) {

    /** Length of the period, ms. */
    static final long PERIOD_MS = 900_000;

    private static final int BRANCH_BUSES = 250;
    private static final int BUSES_OF_A_TIE = 100;
    private static final int MAX_WH = 2_000;

    /** How much the lines carry. */
    enum Capacity {
        /** More than the trades ask for. */
        AMPLE(1_000),
        /** Trunks fill up: trades are split, take detours and are curtailed. */
        SCARCE(1);

        private final int times;

        Capacity(int times) {
            this.times = times;
        }
    }

    /** A trade: energy from one bus to another. */
    record Transfer(String from, String to, int quantityWh) {}

    /** A feeder of so many buses, and so many trades. */
    static TownFeeder of(int buses, int trades, Capacity capacity, long seed) {
        if (buses < 3) {
            throw new IllegalArgumentException("a town has more buses than " + buses);
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<String> ids = new ArrayList<>(List.of("substation"));
        List<Feeder.Line> lines = new ArrayList<>();
        int branches = (buses + BRANCH_BUSES - 1) / BRANCH_BUSES;
        List<List<String>> members = new ArrayList<>();
        for (int branch = 0; branch < branches; branch++) {
            members.add(new ArrayList<>(List.of("substation")));
        }
        for (int i = 1; i < buses; i++) {
            List<String> branch = members.get(i % branches);
            boolean goesOn = branch.size() < 10 || random.nextInt(4) > 0;
            int at = goesOn ? branch.size() - 1 : 1 + random.nextInt(branch.size() - 1);
            String id = "bus-" + i;
            int capacityW = branch.size() < BRANCH_BUSES / 8 ? 2_000_000 : 400_000;
            lines.add(line(lines.size(), branch.get(at), id, 50 + random.nextInt(2_000), capacityW, capacity));
            branch.add(id);
            ids.add(id);
        }
        int ties = Math.max(buses < BUSES_OF_A_TIE ? 5 : 0, buses / BUSES_OF_A_TIE);
        for (int i = 0; i < ties; i++) {
            String one = ids.get(1 + random.nextInt(buses - 1));
            String other = one;
            while (other.equals(one)) {
                other = ids.get(1 + random.nextInt(buses - 1));
            }
            lines.add(line(lines.size(), one, other, 5_000 + random.nextInt(15_000), 400_000, capacity));
        }
        List<Transfer> transfers = new ArrayList<>();
        for (int i = 0; i < trades; i++) {
            String from = ids.get(random.nextInt(buses));
            transfers.add(new Transfer(from, ids.get(random.nextInt(buses)), 1 + random.nextInt(MAX_WH)));
        }
        return new TownFeeder(new Feeder(ids, lines), transfers);
    }

    private static Feeder.Line line(int number, String one, String other, int weight, int watts, Capacity capacity) {
        long capacityW = (long) watts * capacity.times;
        return Feeder.Line.between("line-" + number, one, other, weight, capacityW, capacityW);
    }
}
