package io.gridclear.benchmarks.pipeline;

/** What an application under measurement does with the topic of bids, or of readings. */
enum Workload {
    /** Bytes in, bytes out, under the same settings: the most that Kafka Streams gives on this machine. */
    PASSTHROUGH("benchmark.passthrough.v1"),
    /** Intake by itself: usage point, signature, area, on under the area's key. */
    INTAKE("benchmark.bids-by-area.v1"),
    /** The application as it is: every bid into its area's book. */
    MARKET("market.book.v1"),
    /** Bytes in, bytes out, of the topic of readings. */
    PASSTHROUGH_READINGS("benchmark.passthrough.v1"),
    /** The application as it is: every reading into its period. */
    METERING("meter.period-energy.v1");

    private final String outputTopic;

    Workload(String outputTopic) {
        this.outputTopic = outputTopic;
    }

    /** The topic where a bid, or a period's energy, that went the whole way stands. */
    String outputTopic() {
        return outputTopic;
    }
}
