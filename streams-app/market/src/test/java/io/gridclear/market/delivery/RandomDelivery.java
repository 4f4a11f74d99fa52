package io.gridclear.market.delivery;

import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.OrderRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A period with random items, and readings of its usage points, good and bad. */
final class RandomDelivery {

    private final Random random;
    private final List<PointKey> sellers = new ArrayList<>();
    private final List<PointKey> buyers = new ArrayList<>();
    private final List<PointKey> others = new ArrayList<>();

    RandomDelivery(long seed) {
        random = new Random(seed);
        int participants = 2 + random.nextInt(5);
        for (int i = 0; i < participants; i++) {
            for (int point = 0; point <= random.nextInt(2); point++) {
                sellers.add(new PointKey("seller-" + i, "up/" + point));
                buyers.add(new PointKey("buyer-" + i, "up/" + point));
            }
        }
        others.add(new PointKey("other", "up/0"));
        others.add(new PointKey("seller-0", "up/without"));
    }

    DeliveryWorld world() {
        DeliveryWorld world = new DeliveryWorld(random.nextBoolean() ? DeliveryWorld.PLAIN : DeliveryWorld.CHARGED);
        int trades = random.nextInt(12);
        for (int i = 0; i < trades; i++) {
            long whole = 1 + random.nextInt(100);
            long routed = random.nextInt(3) > 0 ? whole : random.nextInt((int) whole + 1);
            world.items.add(new ContractItem.Traded(
                    i,
                    order(sellers, i),
                    order(buyers, i),
                    450_000 + 100L * random.nextInt(2_201),
                    routed,
                    whole - routed));
        }
        int residuals = random.nextInt(6);
        for (Side side : Side.values()) {
            for (int i = 0; i < residuals; i++) {
                world.items.add(new ContractItem.Residual(
                        side, order(side == Side.SELL ? sellers : buyers, 100 + i), 1 + random.nextInt(100)));
            }
        }
        return world;
    }

    private OrderRef order(List<PointKey> points, int number) {
        PointKey point = points.get(random.nextInt(points.size()));
        return new OrderRef("order-" + number, point.usagePoint(), point.participant());
    }

    /** Readings of some usage points; a boundary of the contract more often than chance would have it. */
    Map<PointKey, MeteredEnergy> readings(DeliveryWorld world, int oneIn) {
        Map<PointKey, MeteredEnergy> readings = new LinkedHashMap<>();
        for (List<PointKey> points : List.of(sellers, buyers, others)) {
            for (PointKey point : points) {
                if (random.nextInt(oneIn) == 0) {
                    readings.put(point, reading(world.contracts().getOrDefault(point, Contract.NONE)));
                }
            }
        }
        return readings;
    }

    private MeteredEnergy reading(Contract contract) {
        long wh = switch (random.nextInt(6)) {
            case 0 -> contract.contractedWh();
            case 1 -> contract.firmWh();
            case 2 -> contract.contractedWh() + 1 + random.nextInt(50);
            case 3 -> -random.nextInt(50);
            default -> random.nextInt((int) contract.contractedWh() + 1);
        };
        boolean exports = (contract.side() == Side.SELL) == (wh >= 0);
        long other = random.nextInt(20);
        long coveredMs = random.nextInt(4) > 0 ? DeliveryWorld.PERIOD_MS : random.nextInt(900_001);
        return new MeteredEnergy(
                other + (exports ? 0 : Math.abs(wh)),
                other + (exports ? Math.abs(wh) : 0),
                coveredMs,
                random.nextInt(8) == 0);
    }

    Random random() {
        return random;
    }
}
