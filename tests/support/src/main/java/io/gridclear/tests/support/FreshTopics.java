package io.gridclear.tests.support;

import io.gridclear.schemas.catalogue.TopicReconciler;
import io.gridclear.schemas.registry.SchemaRegistrar;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;

/**
 * Empties a cluster and gives it the topics and schemas of the catalogue. Topic names are a contract, so tests cannot
 * have a set each; they have one after the other. Whoever uses the old ones must have stopped: an application under a
 * new id then finds nothing of its predecessors. Costs about a second, a new cluster ten.
 */
final class FreshTopics {
    private static final int ANSWERS = 30;

    private FreshTopics() {}

    static void prepare(TestCluster cluster) {
        for (int broker = 0; broker < cluster.brokerCount(); broker++) {
            cluster.resumeBroker(broker);
            cluster.startBroker(broker);
        }
        try (Admin admin =
                        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()));
                SchemaRegistrar registrar = new SchemaRegistrar(cluster.registryUrl())) {
            deleteAll(admin);
            new TopicReconciler(admin, cluster.topicSettings()).apply();
            registrar.registerAll();
        }
    }

    /**
     * All but the brokers' own. Any broker may answer, and one that has not heard of a deletion yet would make the
     * topics look as if they need not be created: with three brokers, so many answers leave one out once in 200,000
     * times.
     */
    private static void deleteAll(Admin admin) {
        AtomicInteger empty = new AtomicInteger();
        Awaitility.await("an empty cluster")
                .atMost(ClusterFailure.PATIENCE)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> {
                    Set<String> left = admin.listTopics().names().get();
                    delete(admin, left);
                    return (left.isEmpty() ? empty.incrementAndGet() : empty.getAndSet(0)) >= ANSWERS;
                });
    }

    private static void delete(Admin admin, Set<String> topics) throws InterruptedException, ExecutionException {
        try {
            admin.deleteTopics(topics).all().get();
        } catch (ExecutionException e) {
            // a broker may still list what the controller has deleted already
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
    }
}
