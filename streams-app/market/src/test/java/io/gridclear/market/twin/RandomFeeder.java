package io.gridclear.market.twin;

import io.gridclear.market.routing.Feeder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A feeder and the trades in it, made of a seed: the same seed gives the same.
 *
 * @param shape its shape
 * @param seed its seed
 * @param periodMs length of the period, ms
 * @param feeder the feeder
 * @param trades trades in trade order
 */
public record RandomFeeder(FeederShape shape, long seed, long periodMs, Feeder feeder, List<Trade> trades) {

    /** Energy from one bus to another. */
    public record Trade(String from, String to, long quantityWh) {}

    /** A feeder of so many buses, and so many trades. */
    public static RandomFeeder of(int buses, int trades, FeederShape shape, long seed) {
        Draw draw = new Draw(
                buses, shape, new SplittableRandom(31 * seed + shape.name().hashCode()));
        draw.lines();
        return new RandomFeeder(shape, seed, draw.periodMs, new Feeder(draw.buses, draw.lines), draw.trades(trades));
    }

    @Override
    public String toString() {
        return "seed " + seed + ", shape " + shape + ", " + feeder.buses().size() + " buses, "
                + feeder.lines().size() + " lines, " + trades.size() + " trades, period " + periodMs + " ms";
    }

    private static final class Draw {
        private final FeederShape shape;
        private final SplittableRandom random;
        private final long periodMs;
        private final List<String> buses = new ArrayList<>();
        private final List<Feeder.Line> lines = new ArrayList<>();

        private Draw(int count, FeederShape shape, SplittableRandom random) {
            this.shape = shape;
            this.random = random;
            periodMs = random.nextBoolean() ? 3_600_000 : 900_000;
            for (int i = 0; i < count; i++) {
                // names whose order is not that of the tree they grow into, some of other lengths, some not ASCII
                buses.add((random.nextInt(20) == 0 ? "ä" : "b") + random.nextInt(1_000) + "-" + i);
            }
        }

        private void lines() {
            for (int i = 1; i < buses.size(); i++) {
                if (shape != FeederShape.PARTS || random.nextInt(6) > 0) {
                    // a tree of long branches: mostly from one of the last few buses
                    int back = random.nextInt(4) == 0 ? random.nextInt(i) : Math.max(0, i - 1 - random.nextInt(3));
                    line(back, i);
                }
            }
            int more = switch (shape) {
                case RADIAL, PARTS -> 0;
                case TIES -> Math.max(1, buses.size() / 20);
                default -> buses.size();
            };
            for (int i = 0; i < more && buses.size() > 1; i++) {
                int one = random.nextInt(buses.size());
                int other = random.nextInt(buses.size());
                if (one != other) {
                    line(one, other);
                }
            }
        }

        private void line(int one, int other) {
            for (int twins = shape == FeederShape.PARALLEL ? 1 + random.nextInt(4) : 1; twins > 0; twins--) {
                boolean blocked = shape == FeederShape.ONE_WAY && random.nextBoolean();
                lines.add(Feeder.Line.between(
                        "l" + random.nextInt(1_000) + "-" + lines.size(),
                        buses.get(one),
                        buses.get(other),
                        weight(),
                        capacityW(),
                        blocked ? 0 : capacityW()));
            }
        }

        private int weight() {
            return switch (shape) {
                case EQUALS, PARALLEL -> 1 + random.nextInt(2);
                case MESH -> random.nextInt(10) == 0 ? Feeder.MAX_WEIGHT : 1 + random.nextInt(20_000);
                default -> 1 + random.nextInt(20);
            };
        }

        private long capacityW() {
            return switch (shape) {
                case NARROW -> random.nextInt(4) * 3_600_000L / periodMs;
                case AMPLE -> Feeder.MAX_CAPACITY_W;
                default -> random.nextInt(10) == 0 ? random.nextInt(4) : 50 + random.nextLong(2_000);
            };
        }

        private List<Trade> trades(int count) {
            List<Trade> trades = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                trades.add(new Trade(bus(), bus(), 1 + random.nextLong(shape == FeederShape.NARROW ? 8 : 300)));
            }
            return trades;
        }

        private String bus() {
            return random.nextInt(60) == 0 ? "nowhere" : buses.get(random.nextInt(buses.size()));
        }
    }
}
