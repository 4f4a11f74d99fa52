package io.gridclear.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestPoint;
import io.gridclear.tests.support.TestProducer;
import io.gridclear.tests.support.TopicReader;
import io.gridclear.tests.support.TopicRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;

/** The faults that other tests rely on do what they say, and the cluster keeps what it acknowledged. */
@OnCluster
class ClusterFaultsIT {
    private static final Instant PERIOD = Instant.parse("2030-01-01T00:00:00Z");
    private static final int LAST = 0;

    private final TestCluster cluster;

    ClusterFaultsIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void anAcknowledgedBidOutlivesTheBroker() {
        TestPoint point = TestPoint.in("faults", "roof-1");
        Bid before = point.sells(PERIOD, 1_000, 500_000).signed();
        Bid after = point.sells(PERIOD, 2_000, 500_000).signed();
        try (TestProducer producer = new TestProducer(cluster);
                TopicReader reader = new TopicReader(cluster)) {
            producer.send(TopicCatalogue.BIDS, point.mrid(), before);
            producer.flush();

            cluster.killBroker(LAST);
            cluster.startBroker(LAST);
            producer.send(TopicCatalogue.BIDS, point.mrid(), after);
            producer.flush();

            assertThat(reader.readAll(TopicCatalogue.BIDS).stream()
                            .filter(bid -> point.mrid().equals(bid.key()))
                            .map(TopicRecord::required))
                    .containsExactly(before, after);
        }
    }

    @Test
    void aPausedBrokerDoesNotAnswerUntilItGoesOn() throws Exception {
        String only = cluster.bootstrapServers().split(",")[LAST];
        cluster.pauseBroker(LAST);
        try {
            assertThatThrownBy(() -> topicsKnownTo(only)).isInstanceOf(ExecutionException.class);
        } finally {
            cluster.resumeBroker(LAST);
        }
        assertThat(topicsKnownTo(only)).contains(TopicCatalogue.BIDS.name());
    }

    @Test
    void theTopicsAreThoseOfTheCatalogue() throws Exception {
        assertThat(topicsKnownTo(cluster.bootstrapServers()))
                .containsAll(
                        TopicCatalogue.all().stream().map(topic -> topic.name()).toList());
    }

    private static List<String> topicsKnownTo(String address) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 3_000))) {
            return List.copyOf(admin.listTopics().names().get());
        }
    }
}
