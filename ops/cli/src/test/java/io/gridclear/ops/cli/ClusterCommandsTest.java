package io.gridclear.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.key.ValidatorKeyFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands against a cluster say when they cannot even begin; the rest needs a cluster. */
class ClusterCommandsTest {

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void writeConfig() throws IOException {
        config = Files.writeString(folder.resolve("client.properties"), "default.api.timeout.ms=300\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "topics                                                   | it is one of apply, diff",
                "schemas                                                  | it is one of register, check",
                "topics diff                                              | no brokers named",
                "topics apply                                             | no brokers named",
                "topics diff --bootstrap nonsense                         | nonsense",
                "topics apply --bootstrap h:1 --partitions 0              | partitions must be positive, not 0",
                "topics apply --bootstrap h:1 --replication 0             | replication factor must be in",
                "topics apply --bootstrap h:1 --min-isr 4                 | min in-sync replicas must be in",
                "topics diff --bootstrap h:1 --config nowhere.properties  | nowhere.properties: no such file",
                "topics diff --bootstrap 127.0.0.1:1 --config {badConfig} | acks.of.none",
                "schemas check                                            | no registry named",
                "schemas register --registry localhost:8081               | localhost:8081 is not a URL",
                "tail                                                     | TOPIC",
                "tail t --bootstrap h:1                                   | no registry named",
                "tail t --registry http://h:1                             | no brokers named",
                "tail t --bootstrap h:1 --registry http://h:1 --max 0     | have to be above 0",
                "fleet                                                    | no brokers named",
                "fleet --bootstrap h:1                                    | no registry named",
                "fleet {cluster} --meters 0                               | number of meters must be 2",
                "fleet {cluster} --areas 3 --meters 2                     | number of meters must be 3",
                "fleet {cluster} --periods 0                              | number of periods must be 1",
                "fleet {cluster} --period-seconds 0                       | a period must last",
                "fleet {cluster} --loads l.csv                            | --loads and --pv go together",
                "fleet {cluster} --loads l.csv --pv p.csv                 | l.csv: no such file",
                "streams --bootstrap h:1 --threads 0                       | threads must be at least 1",
                "streams --bootstrap h:1 --group-protocol odd             | group.protocol must be classic or streams",
                "streams --bootstrap h:1 --config nowhere.properties      | nowhere.properties",
                "fleet {cluster} --quoting DREAMY                         | DREAMY",
                "fleet {cluster} --reference median                       | it is mean, vwap or anchored, not median",
                "fleet {cluster} --published --reference vwap             | not with --published",
                "demo --reference median                                  | it is mean, vwap or anchored, not median",
                "demo --engine raft                                       | an engine is embedded or cometbft, not raft",
                "demo --validators 0                                      | --validators must be 1 to 50",
                "demo --engine cometbft --validators 17                   | --validators must be 1 to 16",
                "up --validators 51                                       | --validators must be 1 to 50",
                "committee                                                | no node named",
                "committee --node 127.0.0.1:26657                         | is not a URL such as",
                "committee --node http://h                                | is not a URL such as",
                "validator                                                | --home",
                "validator --home nowhere                                 | --home nowhere: no such directory",
                "bridge                                                   | --operator-key",
                "bridge --operator-key nowhere                            | --operator-key nowhere: no such file",
                "bridge --operator-key {badConfig}                        | not a key file",
                "bridge {key}                                             | no brokers named",
                "bridge {key} --bootstrap h:1                             | no registry named",
                "bridge {key} {cluster}                                   | no node named",
                "bridge {key} {cluster} --node h                          | --node h is not a URL",
                "bridge {key} {cluster} --node http://h:1 --group-id a/b  | group.id may hold",
            })
    void aWrongCommandLineIsAUsageErrorInOneLine(String commandLine, String words) throws IOException {
        Path badConfig = Files.writeString(folder.resolve("bad.properties"), "security.protocol=acks.of.none\n");

        Run run = run(commandLine
                .replace("{badConfig}", badConfig.toString())
                .replace("{key}", "--operator-key " + operatorKey())
                .replace("{cluster}", "--bootstrap h:1 --registry http://h:1"));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("gridclear ").contains(words).doesNotContain("Exception", "\tat ");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "topics diff --bootstrap {closed} --config {config}                   | no broker answers at {closed}",
                "topics apply --bootstrap {closed} --config {config}                  | no broker answers at {closed}",
                "tail t --bootstrap {closed} --registry http://{closed} --config {config}"
                        + "                                                           | no broker answers at {closed}",
                "fleet --bootstrap {closed} --registry http://{closed} --config {config}"
                        + "                                                           | no broker answers at {closed}",
                "streams --bootstrap {closed} --registry http://{closed} --config {streamsConfig}"
                        + "                                                           | no broker answers at {closed}",
                "topics diff --bootstrap no-such-host.invalid:9092                    | no-such-host.invalid",
                "schemas check --registry http://{closed}                             | registry http://{closed}",
                "committee --node http://{closed}                                     | nobody listens at http://{closed}",
                "bridge {key} --node http://{closed} --bootstrap {closed} --registry http://{closed} --config {config}"
                        + "                                                           | no broker answers at {closed}",
                "validator --home {folder}                                            | node.properties: no such file",
                "schemas register --registry http://{closed}                          | registry http://{closed}",
            })
    void aClusterThatIsNotThereIsToldInOneLine(String commandLine, String words) throws IOException {
        String closed = closedPort();
        Path streamsConfig =
                Files.writeString(folder.resolve("streams.properties"), "kafka.default.api.timeout.ms=300\n");

        Run run = run(commandLine
                .replace("{closed}", closed)
                .replace("{config}", config.toString())
                .replace("{key}", "--operator-key " + operatorKey())
                .replace("{folder}", folder.toString())
                .replace("{streamsConfig}", streamsConfig.toString()));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err())
                .startsWith("gridclear ")
                .contains(words.replace("{closed}", closed))
                .doesNotContain("Exception", "\tat ")
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    private Path operatorKey() throws IOException {
        Path file = folder.resolve("operator_key.json");
        ValidatorKeyFile.write(file, ValidatorKey.fromSeed(new byte[ValidatorKey.KEY_BYTES]));
        return file;
    }

    private Run run(String commandLine) {
        String log = "--log " + folder.resolve("run.log") + " ";
        return Run.of((log + commandLine).split(" "));
    }

    /** An address at which nothing listens. */
    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
