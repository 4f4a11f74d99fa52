package io.gridclear.ops.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.schemas.catalogue.TopicSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    private static final TopicPartition LOG = new TopicPartition("log", 0);

    @Test
    void aBrokerThatWasStoppedHasItsRecordsWhenItStartsAgain(@TempDir Path dataDir) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(dataDir))) {
            String address = broker.bootstrap();
            createLog(broker.bootstrap());
            send(broker.bootstrap(), "before");

            broker.stop();
            assertThat(broker.isRunning()).isFalse();
            broker.start();

            assertThat(broker.bootstrap()).isEqualTo(address);
            send(broker.bootstrap(), "after");
            assertThat(read(broker, 2)).containsExactly("before", "after");
        }
        try (EmbeddedBroker another = EmbeddedBroker.start(BrokerOptions.in(dataDir))) {
            assertThat(read(another, 2)).containsExactly("before", "after");
        }
        assertThat(dataDir.resolve("meta.properties")).exists();
    }

    /** A broker in a process of its own, to be killed with it; prints its address. */
    public static final class RunsABroker {
        private RunsABroker() {}

        public static void main(String[] args) throws InterruptedException {
            EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(Path.of(args[0])));
            System.out.println("listens at " + broker.bootstrap());
            Thread.currentThread().join();
        }
    }

    @Test
    void aBrokerThatWasKilledHasWhatItAcknowledged(@TempDir Path dataDir) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunsABroker.class.getName(),
                        dataDir.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String address = output.lines()
                    .filter(line -> line.startsWith("listens at "))
                    .findFirst()
                    .orElseThrow()
                    .substring("listens at ".length());
            createLog(address);
            send(address, "acknowledged");
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.in(dataDir))) {
            send(broker.bootstrap(), "after");
            assertThat(read(broker, 2)).containsExactly("acknowledged", "after");
        }
    }

    @Test
    void aTemporaryBrokerLeavesNothingBehind() {
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.TEMPORARY);
        assertThat(broker.dataDir()).isNotEmptyDirectory();

        broker.close();
        broker.close();

        assertThat(broker.dataDir()).doesNotExist();
        assertThat(broker.isRunning()).isFalse();
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            BrokerOptions options = new BrokerOptions(null, taken.getLocalPort(), Map.of());

            assertThatThrownBy(() -> EmbeddedBroker.start(options))
                    .isInstanceOf(StackStartException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void topicsAreNotCreatedInPassing() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.TEMPORARY)) {
            assertThatThrownBy(() -> send(broker.bootstrap(), "lost"))
                    .hasRootCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void optionsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BrokerOptions(null, 65_536, Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new RegistryOptions(-1, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new StackOptions(BrokerOptions.TEMPORARY, RegistryOptions.TEMPORARY, TopicSettings.PRODUCTION))
                .withMessageContaining("one copy");
    }

    private static void createLog(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(LOG.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static void send(String bootstrap, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "max.block.ms", "3000"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(LOG.topic(), value)).get();
        }
    }

    private static List<String> read(EmbeddedBroker broker, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(LOG));
            consumer.seekToBeginning(List.of(LOG));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }
}
