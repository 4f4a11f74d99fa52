package io.gridclear.tests.chaos;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Several areas with a seeded order from each usage point: work for all partitions, and so for all instances. */
final class Districts {
    static final long SEED = 271_828;
    private static final int AREAS = 6;
    private static final int POINTS_IN_EACH = 40;

    private final List<TestArea> areas;
    private final List<List<TestPoint>> points = new ArrayList<>();

    Districts() {
        areas = IntStream.range(0, AREAS)
                .mapToObj(i -> TestArea.of("district-" + i))
                .toList();
        for (TestArea area : areas) {
            points.add(IntStream.range(0, POINTS_IN_EACH)
                    .mapToObj(i -> TestPoint.in(area.mrid(), "point-" + i))
                    .toList());
        }
    }

    List<TestPoint> points() {
        return points.stream().flatMap(List::stream).toList();
    }

    List<TestArea> areas() {
        return areas;
    }

    /** A usage point of the last area for bids that cannot be accepted; it has an order as well. */
    TestPoint probe() {
        return points.get(AREAS - 1).get(POINTS_IN_EACH - 1);
    }

    /** One order of each usage point, areas by turns. */
    List<Bid> bids() {
        Random random = new Random(SEED);
        List<Bid> bids = new ArrayList<>();
        for (int i = 0; i < POINTS_IN_EACH; i++) {
            for (int area = 0; area < AREAS; area++) {
                TestPoint point = points.get(area).get(i);
                long quantityWh = 1L + random.nextInt(3_000);
                long price = 450_000 + 100L * random.nextInt(2_201);
                bids.add((random.nextBoolean()
                                ? point.sells(areas.get(area).periodStart(), quantityWh, price)
                                : point.buys(areas.get(area).periodStart(), quantityWh, price))
                        .signed());
            }
        }
        return bids;
    }
}
