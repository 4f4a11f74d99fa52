package io.gridclear.ops.cli;

import io.gridclear.ops.tail.RecordJson;
import io.gridclear.ops.tail.TopicTail;
import io.gridclear.schemas.registry.RegistryRetries;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.serde.ContractSerdes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gridclear tail}. */
@Command(
        name = "tail",
        header = "Prints the records of a topic, decoded, one line of JSON each.",
        description = {
            "{\"topic\",\"partition\",\"offset\",\"timestamp\",\"key\",\"value\":{...},\"headers\":[{name: text}...]}",
            "Longs are numbers, instants epoch ms, bytes base64. headers only where there are any; a key or header that "
                    + "is not UTF-8 is {\"base64\"}. A record that does not decode has \"undecodable\" (the reason) and "
                    + "\"valueBase64\" in place of \"value\", and the next one follows.",
            "Reads without a consumer group and only what is committed; goes on until interrupted, or until --max or "
                    + "--timeout says so."
        },
        footerHeading = "%nExample:%n",
        footer = "  gridclear tail market.trades.v1 --from-beginning --timeout 5 --bootstrap 127.0.0.1:9092 "
                + "--registry http://127.0.0.1:8081")
final class TailCommand implements Callable<Integer>, WritesLog {

    /** Lines of a poll are handed to the terminal in few writes. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Terminal terminal;

    @Parameters(paramLabel = "TOPIC", description = "Name of the topic, such as market.trades.v1.")
    private String topic = "";

    @Mixin
    private final BrokerAccess access = new BrokerAccess();

    @Mixin
    private final RegistryAccess registry = new RegistryAccess();

    @Mixin
    private final ConfigFile configFile = new ConfigFile();

    @Option(names = "--from-beginning", description = "Start with the oldest record (default: with the next one).")
    private boolean fromBeginning;

    @Option(names = "--partition", paramLabel = "N", description = "Only this partition (default: all).")
    private @Nullable Integer partition;

    @Option(names = "--max", paramLabel = "N", description = "Stop after so many records.")
    private @Nullable Long max;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Stop after so long without a record.")
    private @Nullable Long timeoutSeconds;

    @Option(names = "--uncommitted", description = "Read records of open and aborted transactions too.")
    private boolean uncommitted;

    TailCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        TopicTail.Until until = until();
        List<String> urls = registry.urls();
        Brokers brokers = access.brokers(configFile);
        try (RegistrySchemaLookup schemas =
                        new RegistrySchemaLookup(urls, configFile.ofRegistry(), RegistryRetries.STANDARD);
                Consumer<byte[], byte[]> consumer = openConsumer(brokers)) {
            OutputStream out = new BufferedOutputStream(terminal.out(), BUFFER_BYTES);
            RecordJson json = new RecordJson(new ContractSerdes(schemas).genericDeserializer());
            new TopicTail(consumer, json, out).run(partitions(consumer), fromBeginning, until);
            return ExitCode.OK;
        } catch (RegistryUnavailableException e) {
            throw CommandFailure.environment(e);
        } catch (TimeoutException e) {
            throw brokers.unreachable(e);
        } catch (KafkaException e) {
            throw CommandFailure.environment("cannot read " + topic + ": " + e.getMessage(), e);
        } catch (IOException e) {
            return Terminal.isClosed(e) ? ExitCode.OK : failedOutput(e);
        }
    }

    private static int failedOutput(IOException failure) {
        throw CommandFailure.environment("cannot write to standard output: " + IoFailure.of(failure), failure);
    }

    private TopicTail.Until until() {
        if (max != null && max <= 0 || timeoutSeconds != null && timeoutSeconds <= 0) {
            throw CommandFailure.usage("--max and --timeout have to be above 0");
        }
        TopicTail.Until forever = TopicTail.Until.FOREVER;
        return new TopicTail.Until(
                max == null ? forever.maxRecords() : max,
                timeoutSeconds == null ? forever.silence() : Duration.ofSeconds(timeoutSeconds));
    }

    private Consumer<byte[], byte[]> openConsumer(Brokers brokers) {
        Map<String, Object> configs = new HashMap<>(brokers.clientConfigs());
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, uncommitted ? "read_uncommitted" : "read_committed");
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configs.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        try {
            return new KafkaConsumer<>(configs, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw brokers.clientRefused(e);
        }
    }

    private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (PartitionInfo info : describeTopic(consumer)) {
            if (partition == null || partition == info.partition()) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
        }
        if (partitions.isEmpty()) {
            throw CommandFailure.usage(topic + " has no partition " + partition);
        }
        return partitions;
    }

    private List<PartitionInfo> describeTopic(Consumer<byte[], byte[]> consumer) {
        List<PartitionInfo> found;
        try {
            found = consumer.partitionsFor(topic);
        } catch (InvalidTopicException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
        if (found == null || found.isEmpty()) {
            throw CommandFailure.usage("there is no topic " + topic);
        }
        return found;
    }
}
