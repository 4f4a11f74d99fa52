package io.gridclear.tests.support;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import io.gridclear.schemas.catalogue.TopicSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;

/** A cluster in containers of its own network, published on fixed loopback ports. */
final class ContainerCluster implements TestCluster {
    private static final int KAFKA_PORT = 9092;
    private static final int REGISTRY_PORT = 8080;
    private static final String CONFLUENT_API = "/apis/ccompat/v7";
    private static final int COPIES = 3;
    private static final int IN_SYNC = 2;

    private final DockerClient docker = DockerClientFactory.lazyClient();
    private final Network network = Network.newNetwork();
    private final List<KafkaContainer> brokers = new ArrayList<>();
    private final GenericContainer<?> registry = registry();
    private final String bootstrapServers;
    private final BrokerReadiness readiness;

    private ContainerCluster(int brokerCount) {
        for (int broker = 0; broker < brokerCount; broker++) {
            brokers.add(broker(broker, brokerCount));
        }
        try {
            Startables.deepStart(Stream.concat(brokers.stream(), Stream.of(registry)))
                    .join();
        } catch (RuntimeException e) {
            close();
            throw new ClusterFailure("the containers did not start", e);
        }
        bootstrapServers =
                brokers.stream().map(KafkaContainer::getBootstrapServers).collect(Collectors.joining(","));
        readiness = new BrokerReadiness(bootstrapServers);
        readiness.awaitBrokers(brokerCount);
    }

    static TestCluster start(int brokerCount) {
        return new ContainerCluster(brokerCount);
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public String registryUrl() {
        return "http://" + registry.getHost() + ":" + registry.getMappedPort(REGISTRY_PORT) + CONFLUENT_API;
    }

    @Override
    public TopicSettings topicSettings() {
        int copies = Math.min(COPIES, brokerCount());
        return new TopicSettings(TopicSettings.EMBEDDED.partitions(), copies, Math.min(IN_SYNC, copies));
    }

    @Override
    public int brokerCount() {
        return brokers.size();
    }

    @Override
    public void killBroker(int broker) {
        if (isTrue(state(broker).getRunning())) {
            docker.killContainerCmd(id(broker)).exec();
        }
    }

    @Override
    public void startBroker(int broker) {
        if (!isTrue(state(broker).getRunning())) {
            docker.startContainerCmd(id(broker)).exec();
        }
        readiness.awaitBroker(brokers.get(broker).getBootstrapServers());
        readiness.awaitBrokers(running());
    }

    @Override
    public void pauseBroker(int broker) {
        docker.pauseContainerCmd(id(broker)).exec();
    }

    @Override
    public void resumeBroker(int broker) {
        if (isTrue(state(broker).getPaused())) {
            docker.unpauseContainerCmd(id(broker)).exec();
        }
    }

    @Override
    public void close() {
        IntStream.range(0, brokers.size())
                .filter(broker -> brokers.get(broker).getContainerId() != null)
                .forEach(this::resumeBroker);
        brokers.forEach(KafkaContainer::stop);
        registry.stop();
        network.close();
    }

    private KafkaContainer broker(int broker, int brokerCount) {
        String copies = Integer.toString(Math.min(COPIES, brokerCount));
        String voters = IntStream.range(0, brokerCount)
                .mapToObj(i -> (i + 1) + "@" + hostName(i) + ":9094")
                .collect(Collectors.joining(","));
        int port = LoopbackPorts.free();
        return new KafkaContainer(ContainerImages.kafka())
                .withNetwork(network)
                .withNetworkAliases(hostName(broker))
                .withCreateContainerCmdModifier(
                        command -> publish(command, port).withHostName(hostName(broker)))
                .withEnv("KAFKA_NODE_ID", Integer.toString(broker + 1))
                .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", voters)
                .withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", copies)
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", copies)
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", brokerCount == 1 ? "1" : "2")
                // what production has, and what a test can wait for: 50 partitions of each are for a hundred groups
                .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4")
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                // a dead member of a group is missed after 10 s, under the streams protocol as under the classic one
                .withEnv("KAFKA_GROUP_STREAMS_MIN_SESSION_TIMEOUT_MS", "10000")
                .withEnv("KAFKA_GROUP_STREAMS_SESSION_TIMEOUT_MS", "10000")
                .withEnv("KAFKA_GROUP_STREAMS_MIN_HEARTBEAT_INTERVAL_MS", "3000")
                .withEnv("KAFKA_GROUP_STREAMS_HEARTBEAT_INTERVAL_MS", "3000")
                // a dead broker is missed after 4 s instead of 9
                .withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "4000")
                .withEnv("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "500")
                .withEnv("KAFKA_HEAP_OPTS", "-Xmx512m -Xms128m")
                .withStartupTimeout(ClusterFailure.PATIENCE);
    }

    private static GenericContainer<?> registry() {
        return new GenericContainer<>(ContainerImages.registry())
                .withExposedPorts(REGISTRY_PORT)
                .withCreateContainerCmdModifier(command -> publish(command, LoopbackPorts.free(), REGISTRY_PORT))
                .waitingFor(Wait.forHttp(CONFLUENT_API + "/subjects").forPort(REGISTRY_PORT))
                .withStartupTimeout(ClusterFailure.PATIENCE);
    }

    private static CreateContainerCmd publish(CreateContainerCmd command, int port) {
        return publish(command, port, KAFKA_PORT);
    }

    /** A random port would be another one after a restart, and clients hold on to the one they know. */
    private static CreateContainerCmd publish(CreateContainerCmd command, int port, int containerPort) {
        Objects.requireNonNull(command.getHostConfig())
                .withPortBindings(
                        new PortBinding(Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(containerPort)));
        return command;
    }

    private static String hostName(int broker) {
        return "kafka" + broker;
    }

    private String id(int broker) {
        return brokers.get(broker).getContainerId();
    }

    private ContainerState state(int broker) {
        return docker.inspectContainerCmd(id(broker)).exec().getState();
    }

    private int running() {
        return (int) IntStream.range(0, brokers.size())
                .filter(broker -> isTrue(state(broker).getRunning()))
                .count();
    }

    private static boolean isTrue(@Nullable Boolean answer) {
        return Boolean.TRUE.equals(answer);
    }
}
