package io.gridclear.ops.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.schemas.catalogue.ClusterUnavailableException;
import io.gridclear.schemas.catalogue.TopicChange;
import io.gridclear.schemas.catalogue.TopicChange.Create;
import io.gridclear.schemas.catalogue.TopicChange.Refuse;
import io.gridclear.schemas.catalogue.TopicChange.SetConfig;
import io.gridclear.schemas.catalogue.TopicReconciler;
import io.gridclear.schemas.catalogue.TopicSettings;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** schemas' reconciler against a real broker: what it creates, puts right, leaves alone and refuses. */
class TopicReconcilerIT {

    private static final TopicSettings SMALL = new TopicSettings(2, 1, 1);

    private EmbeddedBroker broker;
    private Admin admin;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(BrokerOptions.TEMPORARY);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    @AfterEach
    void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void anEmptyClusterGetsEveryTopicOnce() throws Exception {
        TopicReconciler reconciler = new TopicReconciler(admin, SMALL);

        assertThat(reconciler.diff()).hasSize(24).allMatch(change -> change instanceof Create);
        assertThat(admin.listTopics().names().get()).isEmpty();
        assertThat(reconciler.apply()).hasSize(24).allMatch(change -> change instanceof Create);
        assertThat(admin.listTopics().names().get())
                .hasSize(24)
                .contains("market.bids.v1", "market.bids.v1.dlq", "settlement.latest.v1");
        assertThat(reconciler.apply()).isEmpty();
    }

    @Test
    void whatHasDriftedIsPutRightAndWhatIsNotOursStays() throws Exception {
        TopicReconciler reconciler = new TopicReconciler(admin, SMALL);
        reconciler.apply();
        set("market.bids.v1", "message.timestamp.after.max.ms", "7200000");
        set("market.bids.v1", "segment.bytes", "10485760");
        admin.deleteTopics(List.of("market.trades.v1")).all().get();

        // the broker learns of a change a moment after the controller has made it
        Awaitility.await().until(() -> reconciler.diff().size() == 2);
        List<TopicChange> changes = reconciler.apply();

        assertThat(changes).hasSize(2);
        assertThat(changes.get(0))
                .isEqualTo(new SetConfig("market.bids.v1", "message.timestamp.after.max.ms", "7200000", "300000"));
        assertThat(changes.get(1))
                .isInstanceOf(Create.class)
                .extracting(TopicChange::topic)
                .isEqualTo("market.trades.v1");
        Awaitility.await().until(() -> reconciler.diff().isEmpty());
        assertThat(value("market.bids.v1", "segment.bytes")).isEqualTo("10485760");
    }

    @Test
    void anotherNumberOfPartitionsIsReportedAndLeftAlone() throws Exception {
        admin.createTopics(List.of(new NewTopic("market.bids.v1", 3, (short) 1)))
                .all()
                .get();

        List<TopicChange> changes = new TopicReconciler(admin, SMALL).apply();

        assertThat(changes)
                .filteredOn(change -> change instanceof Refuse)
                .singleElement()
                .satisfies(change -> assertThat(change.describe()).contains("market.bids.v1", "3 partitions, not 2"));
        assertThat(admin.describeTopics(List.of("market.bids.v1"))
                        .allTopicNames()
                        .get()
                        .get("market.bids.v1")
                        .partitions())
                .hasSize(3);
    }

    @Test
    void anotherNumberOfCopiesIsReported() {
        new TopicReconciler(admin, SMALL).apply();

        assertThat(new TopicReconciler(admin, new TopicSettings(2, 3, 1)).diff())
                .hasSize(24)
                .allSatisfy(change ->
                        assertThat(change.describe()).contains("1 copies, not 3", "kafka-reassign-partitions"));
    }

    @Test
    void aClusterThatDoesNotTakeATopicIsNamedAsTheReason() {
        assertThatThrownBy(() -> new TopicReconciler(admin, new TopicSettings(2, 3, 2)).apply())
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessageContaining("create topic market.areas.v1")
                .hasMessageContaining("replication factor");
    }

    @Test
    void aBrokerThatHasNotHeardOfATopicIsAskedAgain() throws Exception {
        new TopicReconciler(admin, SMALL).apply();
        admin.deleteTopics(List.of("market.trades.v1")).all().get();
        Awaitility.await().until(() -> new TopicReconciler(admin, SMALL).diff().size() == 1);
        TopicReconciler reconciler = new TopicReconciler(firstAskingAbout("absent"), SMALL);

        assertThat(reconciler.apply()).singleElement().isInstanceOf(Create.class);
        assertThat(admin.listTopics().names().get()).contains("market.trades.v1");
    }

    @Test
    void anyOtherAnswerIsNotAskedForAgain() {
        assertThatThrownBy(() -> new TopicReconciler(firstAskingAbout("no name for a topic"), SMALL).diff())
                .isInstanceOf(ClusterUnavailableException.class)
                .hasCauseInstanceOf(InvalidTopicException.class);
    }

    /** The client, but that the first time that it is asked for each kind of answer it asks the broker for that topic. */
    private Admin firstAskingAbout(String topic) {
        Set<String> asked = new HashSet<>();
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (proxy, method, arguments) -> switch (asked.add(method.getName()) ? method.getName() : "again") {
                    case "describeTopics" -> admin.describeTopics(List.of(topic));
                    case "describeConfigs" ->
                        admin.describeConfigs(List.of(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
                    case "listOffsets" -> admin.listOffsets(Map.of(new TopicPartition(topic, 0), OffsetSpec.latest()));
                    default -> method.invoke(admin, arguments);
                });
    }

    private void set(String topic, String key, String value) throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> operation = Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
        admin.incrementalAlterConfigs(operation).all().get();
    }

    private String value(String topic, String key) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(key)
                .value();
    }
}
