package io.gridclear.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridclear.ops.stack.BrokerOptions;
import io.gridclear.ops.stack.EmbeddedBroker;
import io.gridclear.ops.stack.RegistryOptions;
import io.gridclear.ops.stack.RegistryProcess;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An empty broker and an empty registry, brought to life command by command; each test needs those before it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsOnAClusterIT {

    private static final String SMALL = "--partitions 3 --replication 1";

    private static EmbeddedBroker broker;
    private static RegistryProcess registry;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void startAnEmptyCluster() {
        broker = EmbeddedBroker.start(BrokerOptions.TEMPORARY);
        registry = RegistryProcess.start(RegistryOptions.TEMPORARY);
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    @Order(1)
    void threeCopiesNeedThreeBrokers() {
        Run run = onBroker("topics apply");

        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("3 brokers are needed, the cluster at " + broker.bootstrap() + " has 1");
    }

    @Test
    @Order(1)
    void theApplicationNeedsTopics() {
        Run run = onBoth("streams --replication-factor 1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err())
                .contains("topics are missing", "market.book.v1", "gridclear topics apply")
                .hasLineCount(1);
    }

    @Test
    @Order(2)
    void topicsAreMissingUntilTheyAreApplied() {
        Run before = onBroker("topics diff " + SMALL);
        Run apply = onBroker("topics apply " + SMALL);
        Run after = onBroker("topics diff " + SMALL);
        Run again = onBroker("topics apply " + SMALL);

        assertThat(before.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(before.out()).contains("create market.bids.v1 with 3 partitions, 1 copies each");
        assertThat(apply).isEqualTo(new Run(ExitCode.OK, before.out(), ""));
        assertThat(after).isEqualTo(new Run(ExitCode.OK, "", ""));
        assertThat(again).isEqualTo(new Run(ExitCode.OK, "", ""));
    }

    @Test
    @Order(3)
    void anotherNumberOfPartitionsIsRefusedNotMade() {
        Run run = onBroker("topics apply --partitions 4 --replication 1");

        assertThat(run.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(run.err()).contains("refuse to change market.bids.v1: it has 3 partitions, not 4");
        assertThat(run.out()).isEmpty();
    }

    @Test
    @Order(3)
    void theApplicationNeedsItsNumberOfPartitions() {
        Run run = onBoth("streams --replication-factor 1");

        assertThat(run)
                .isEqualTo(usage("gridclear streams: market.book.v1 has 3 partitions, not 24; see --area-partitions"));
    }

    @ParameterizedTest
    @Order(4)
    @ValueSource(strings = {"fleet --meters 4", "streams --area-partitions 3 --replication-factor 1"})
    void whatNeedsSchemasSaysSoWithoutThem(String command) {
        Run run = onBoth(command);

        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("gridclear schemas register").hasLineCount(1);
    }

    @Test
    @Order(5)
    void schemasAreNotThereUntilTheyAreRegistered() {
        Run before = onRegistry("schemas check");
        Run register = onRegistry("schemas register");
        Run after = onRegistry("schemas check");

        assertThat(before.exitCode()).isZero();
        assertThat(before.out().lines())
                .hasSize(TopicCatalogue.all().size())
                .allMatch(line -> line.endsWith("-value: not registered yet, compatible with what is"));
        assertThat(register.exitCode()).isZero();
        assertThat(register.out()).contains("market.bids.v1-value: registered now, id ");
        assertThat(after.exitCode()).isZero();
        assertThat(after.out().lines()).allMatch(line -> line.contains(": registered, id "));
    }

    @Test
    @Order(6)
    void aFleetPublishesItsMarketAndBidsOnTheTimetable() {
        Run run = onBoth("fleet --areas 2 --meters 12 --periods 2 --period-seconds 2 --seed 3");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err().lines())
                .contains("published 2 areas and 12 usage points", "period 2 of 2: 12 readings sent");
        assertThat(run.out().lines())
                .contains("readings sent                24", "  failed                     0")
                .anyMatch(line -> line.matches("bids sent {20}[1-9][0-9]*"));
    }

    @Test
    @Order(7)
    void tailShowsWhatTheFleetPublishedAndSent() throws IOException {
        List<JsonNode> areas = lines(onBoth("tail market.areas.v1 --from-beginning --max 2"));
        List<JsonNode> readings = lines(onBoth("tail meter.readings.v1 --from-beginning --timeout 1"));

        assertThat(areas)
                .extracting(line -> line.get("key").asText())
                .containsExactlyInAnyOrder("area-001", "area-002");
        assertThat(areas).allSatisfy(line -> {
            assertThat(line.get("value").get("areaMrid")).isEqualTo(line.get("key"));
            assertThat(line.get("value").get("terms").get("periodMs").asLong()).isEqualTo(2_000);
        });
        assertThat(readings).hasSize(24);
        assertThat(readings).extracting(line -> line.get("topic").asText()).containsOnly("meter.readings.v1");
    }

    @Test
    @Order(8)
    void tailShowsGarbageBesideGoodRecords() throws IOException {
        Map<String, Object> configs = Map.of("bootstrap.servers", broker.bootstrap());
        try (var producer = new KafkaProducer<>(configs, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>("market.trades.v1", 1, "key".getBytes(StandardCharsets.UTF_8), garbage));
        }

        List<JsonNode> lines = lines(onBoth("tail market.trades.v1 --from-beginning --partition 1 --max 1"));

        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.get("partition").asInt()).isEqualTo(1);
            assertThat(line.get("undecodable").asText()).startsWith("BAD_MAGIC");
            assertThat(line.get("valueBase64").binaryValue()).asString().isEqualTo("garbage");
        });
    }

    @Test
    @Order(9)
    void tailOfWhatIsNotThereIsAUsageError() {
        Run noTopic = onBoth("tail market.weather.v1");
        Run noPartition = onBoth("tail market.trades.v1 --partition 7");
        Run noName = onBoth("tail no/topic");

        assertThat(noTopic).isEqualTo(usage("gridclear tail: there is no topic market.weather.v1"));
        assertThat(noPartition).isEqualTo(usage("gridclear tail: market.trades.v1 has no partition 7"));
        assertThat(noName.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(noName.err()).contains("no/topic").hasLineCount(1);
    }

    private static String feederFiles(String lines) throws IOException {
        Path buses = Files.writeString(folder.resolve("buses.csv"), "bus\n1\n2\n3\n");
        return buses + " " + Files.writeString(folder.resolve("lines.csv"), lines);
    }

    private static final String RADIAL = "from,to,r_ohm,capacity_w\n1,2,0.0922,700\n2,3,0.4930,700\n";

    @Test
    @Order(10)
    void aFeederIsPublishedUnderItsDigestAndNamedInAnArea() throws IOException {
        String digest = Run.of(("feeder check " + feederFiles(RADIAL)).split(" "))
                .out()
                .lines()
                .findFirst()
                .orElseThrow()
                .substring("digest  ".length());
        JsonNode before = areas("area-001").get(0);

        Run run = onBoth("feeder publish " + feederFiles(RADIAL) + " --area area-001");
        Run again = onBoth("feeder publish " + feederFiles(RADIAL) + " --area area-001");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith(digest + " stands in market.feeders.v1: 3 buses, 2 lines\n"
                        + "area-001 names it for periods that open from now on; before, it named " + feeder(before));
        assertThat(again.out()).endsWith("area-001 names it already\n");
        assertThat(feedersPublished(digest)).isEqualTo(2);
        assertThat(areas("area-001")).hasSize(2);
        JsonNode after = areas("area-001").get(1);
        assertThat(feeder(after)).isEqualTo(digest);
        assertThat(feeder(after.get("terms")))
                .as("in the terms, where it stood")
                .isEqualTo(digest);
        ((ObjectNode) before).remove("feeder");
        ((ObjectNode) after).remove("feeder");
        ((ObjectNode) before.get("terms")).remove("feeder");
        ((ObjectNode) after.get("terms")).remove("feeder");
        assertThat(after).as("all else").isEqualTo(before);
        assertThat(areas("area-002")).hasSize(1);
    }

    private static List<JsonNode> areas(String area) throws IOException {
        return lines(onBoth("tail market.areas.v1 --from-beginning --timeout 1")).stream()
                .filter(line -> line.get("key").asText().equals(area))
                .map(line -> line.get("value"))
                .toList();
    }

    private static String feeder(JsonNode holder) throws IOException {
        return HexFormat.of().formatHex(holder.get("feeder").binaryValue());
    }

    private static long feedersPublished(String digest) throws IOException {
        return lines(onBoth("tail market.feeders.v1 --from-beginning --timeout 1")).stream()
                .filter(line -> digest.isEmpty() || line.get("key").asText().equals(digest))
                .count();
    }

    @Test
    @Order(11)
    void aFeederThatIsNoneOrAnAreaThatIsNotThereLeavesTheTopicsAlone() throws IOException {
        long before = feedersPublished("");
        Run noFeeder = onBoth("feeder publish " + feederFiles("from,to,r_ohm,capacity_w\n1,9,1,700\n1,1,1,700\n"));
        Run noArea =
                onBoth("feeder publish " + feederFiles("from,to,r_ohm,capacity_w\n1,2,1,700\n") + " --area nowhere");

        assertThat(noFeeder.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(noFeeder.err())
                .contains("gridclear feeder publish: ", "lines.csv: line 3: line 1-1 leads from bus 1");
        assertThat(noArea)
                .isEqualTo(new Run(
                        ExitCode.REFUSED,
                        "",
                        "gridclear feeder publish: there is no area nowhere in market.areas.v1\n"));
        assertThat(feedersPublished("")).isEqualTo(before);
    }

    @Test
    @Order(12)
    void anotherFeederTakesThePlaceOfTheOneBefore() throws IOException {
        Run run = onBoth("feeder publish " + feederFiles("from,to,r_ohm,capacity_w\n1,2,1,700\n") + " --area area-001");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("area-001 names it for .*; before, it named [0-9a-f]{64}");
    }

    private static Run usage(String line) {
        return new Run(ExitCode.USAGE, "", line + "\n");
    }

    private static List<JsonNode> lines(Run run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private static Run onBroker(String command) {
        return run(command, "--bootstrap", broker.bootstrap());
    }

    private static Run onRegistry(String command) {
        return run(command, "--registry", registry.url());
    }

    private static Run onBoth(String command) {
        return run(command, "--bootstrap", broker.bootstrap(), "--registry", registry.url());
    }

    private static Run run(String command, String... addresses) {
        List<String> arguments = new ArrayList<>(Arrays.asList(command.split(" ")));
        arguments.addAll(Arrays.asList(addresses));
        arguments.add("--log");
        arguments.add(folder.resolve("run.log").toString());
        return Run.of(arguments.toArray(String[]::new));
    }
}
