package io.gridclear.tests.chaos;

import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.utils.Utils;

/**
 * A seeded book of one seller and one buyer with many orders each. Both usage points fall into one partition, so that the
 * log has the same order in every run, and with it every tie the same winner.
 */
final class LargeBook {
    static final long SEED = 8_675_309;

    private final int orders;
    private final TestPoint seller;
    private final TestPoint buyer;

    LargeBook(String area, int orders, TestCluster cluster) {
        this.orders = orders;
        this.seller = inPartition0(area, "seller", cluster);
        this.buyer = inPartition0(area, "buyer", cluster);
    }

    private static TestPoint inPartition0(String area, String name, TestCluster cluster) {
        for (int i = 0; ; i++) {
            TestPoint point = TestPoint.in(area, name + i);
            byte[] key = point.mrid().getBytes(StandardCharsets.UTF_8);
            if (Utils.toPositive(Utils.murmur2(key)) % cluster.topicSettings().partitions() == 0) {
                return point;
            }
        }
    }

    List<TestPoint> points() {
        return List.of(seller, buyer);
    }

    int orders() {
        return orders;
    }

    /** Sends all orders, acknowledged when this returns. */
    void send(TestMarket market, TestArea area) {
        Random random = new Random(SEED);
        for (int i = 0; i < orders; i++) {
            long quantityWh = 1L + random.nextInt(1_000);
            long price = 450_000 + 100L * random.nextInt(2_201);
            String orderId = "order-" + i;
            market.bid((i % 2 == 0
                            ? seller.sells(area.periodStart(), quantityWh, price)
                            : buyer.buys(area.periodStart(), quantityWh, price))
                    .with(bid -> bid.setOrderId(orderId))
                    .signed());
        }
        market.flush();
    }
}
