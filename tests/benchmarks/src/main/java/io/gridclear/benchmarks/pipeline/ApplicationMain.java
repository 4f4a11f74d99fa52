package io.gridclear.benchmarks.pipeline;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import io.gridclear.topology.MarketTopology;
import io.gridclear.topology.app.ProcessLocale;
import io.gridclear.topology.app.StreamsProperties;
import io.gridclear.topology.app.StreamsSettings;
import io.gridclear.topology.metrics.MarketMetrics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * An application in a JVM of its own. Its arguments are the {@link Workload} and settings as {@code key=value}; every line of
 * its standard input is an application id, under which it runs until the next line; the end of the input ends it.
 */
final class ApplicationMain {

    private static final Duration STOP = Duration.ofSeconds(30);

    private ApplicationMain() {}

    public static void main(String[] args) throws IOException {
        ProcessLocale.set();
        Workload workload = Workload.valueOf(args[0]);
        Properties given = new Properties();
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            given.setProperty(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        try (BufferedReader ids = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String id = ids.readLine(); id != null; ) {
                StreamsSettings settings = StreamsSettings.of(Map.of("application.id", id), name -> null, given);
                try (RegistrySchemaLookup registry = new RegistrySchemaLookup(settings.registryUrl())) {
                    id = runUntilNextLine(workload, settings, registry, ids);
                }
            }
        }
        // threads of libraries would keep the process
        System.exit(0);
    }

    private static String runUntilNextLine(
            Workload workload, StreamsSettings settings, RegistrySchemaLookup registry, BufferedReader ids)
            throws IOException {
        MarketMetrics metrics = MarketMetrics.none();
        MarketTopology market = new MarketTopology(
                new ContractSerdes(registry),
                Ed25519Verifiers.best(),
                metrics,
                settings.areaPartitions(),
                settings.clockInterval());
        Topology topology = switch (workload) {
            case PASSTHROUGH -> passthrough(TopicCatalogue.BIDS.name(), workload);
            case PASSTHROUGH_READINGS -> passthrough(TopicCatalogue.READINGS.name(), workload);
            case INTAKE -> market.buildIntake(workload.outputTopic());
            case MARKET, METERING -> market.build();
        };
        try (KafkaStreams streams = new KafkaStreams(topology, StreamsProperties.of(settings, metrics))) {
            streams.setUncaughtExceptionHandler(failure -> {
                failure.printStackTrace();
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            streams.start();
            String next = ids.readLine();
            streams.close(STOP);
            return next;
        }
    }

    private static Topology passthrough(String from, Workload workload) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        from,
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("in"))
                .to(
                        workload.outputTopic(),
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("out"));
        return builder.build();
    }
}
