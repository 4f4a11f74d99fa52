package io.gridclear.ops.stack;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The settings of a broker that is alone in its cluster, shares a machine with its clients and starts often. */
final class BrokerProperties {

    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerProperties() {}

    static Properties of(Path dataDir, int port, int controllerPort, Map<String, String> overrides) {
        Properties properties = new Properties();
        addIdentity(properties, dataDir, port, controllerPort);
        addSingleCopies(properties);
        addQuickGroups(properties);
        addSmallFootprint(properties);
        properties.putAll(overrides);
        return properties;
    }

    private static void addIdentity(Properties properties, Path dataDir, int port, int controllerPort) {
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(NODE_ID));
        properties.put("controller.quorum.voters", NODE_ID + "@" + LoopbackPorts.HOST + ":" + controllerPort);
        properties.put("controller.listener.names", CONTROLLER_LISTENER);
        properties.put(
                "listeners",
                "PLAINTEXT://" + LoopbackPorts.HOST + ":" + port + "," + CONTROLLER_LISTENER + "://"
                        + LoopbackPorts.HOST + ":" + controllerPort);
        properties.put("log.dirs", dataDir.toString());
        properties.put("auto.create.topics.enable", "false");
        // a broker that hangs at its start says so, instead of hanging its caller
        properties.put("server.max.startup.time.ms", "60000");
    }

    /** One broker holds one copy; four partitions of the internal topics are four times as many as one client needs. */
    private static void addSingleCopies(Properties properties) {
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
    }

    /** Nobody is waited for when a group forms, and tests may ask for short sessions. */
    private static void addQuickGroups(Properties properties) {
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.streams.initial.rebalance.delay.ms", "0");
        properties.put("group.min.session.timeout.ms", "1000");
        properties.put("group.consumer.min.session.timeout.ms", "1000");
        properties.put("group.consumer.min.heartbeat.interval.ms", "200");
        properties.put("group.streams.min.session.timeout.ms", "1000");
        properties.put("group.streams.min.heartbeat.interval.ms", "200");
        // the controller lets a broker serve when it has heard of it; the default is two seconds
        properties.put("broker.heartbeat.interval.ms", "200");
    }

    /** The cleaner alone would take 128 MB, for logs that hold a few. */
    private static void addSmallFootprint(Properties properties) {
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        // brokers that come and go in one process would register the same JMX names again
        properties.put("metric.reporters", "");
    }
}
