package io.gridclear.ops.demo;

/**
 * Where the market's topics are.
 *
 * @param bootstrapServers brokers, host:port
 * @param registryUrl registry, Confluent's API
 */
public record MarketTopics(String bootstrapServers, String registryUrl) {}
