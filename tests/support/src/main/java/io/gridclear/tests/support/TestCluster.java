package io.gridclear.tests.support;

import io.gridclear.schemas.catalogue.TopicSettings;

/**
 * Broker(s) and a schema registry for tests, all on loopback, with the ways in which they may fail. Addresses stay the
 * same for the life of the cluster, whatever is killed and started again. Brokers are numbered from 0.
 *
 * <p>All methods return when what they say is done; they throw {@link ClusterFailure} if it does not come about within
 * {@link ClusterFailure#PATIENCE}.
 */
public interface TestCluster extends AutoCloseable {
    /** Addresses of all brokers, {@code host:port}, separated by commas. */
    String bootstrapServers();

    /** Address of the registry's Confluent API. */
    String registryUrl();

    /** Partitions and copies that fit the number of brokers. */
    TopicSettings topicSettings();

    /** Number of brokers, dead or alive. */
    int brokerCount();

    /** Ends a broker as a power cut does (SIGKILL); what it had written stays. Does nothing to a dead one. */
    void killBroker(int broker);

    /** Starts a killed broker on its own data and its own address. Does nothing to a live one. */
    void startBroker(int broker);

    /** Stops a broker in its tracks: its connections stay open and nothing answers. */
    void pauseBroker(int broker);

    /** Lets a paused broker go on. Does nothing to one that is not paused. */
    void resumeBroker(int broker);

    /**
     * Empties the cluster: all brokers up, nothing but the empty topics and the schemas of the catalogue. Whoever used
     * the old topics must have stopped.
     */
    default void reset() {
        FreshTopics.prepare(this);
    }

    @Override
    void close();
}
