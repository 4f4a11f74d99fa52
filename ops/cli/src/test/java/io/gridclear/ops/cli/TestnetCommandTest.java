package io.gridclear.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridclear.engine.key.ValidatorKeyFile;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ops.committee.NodeDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestnetCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Run testnet(String arguments) {
        return Run.of(("testnet --out " + folder.resolve("net") + " " + arguments).split(" "));
    }

    private Path file(String name) {
        return folder.resolve("net").resolve(name);
    }

    @Test
    void everyHostGetsADirectoryThatKnowsItsPeers() throws IOException {
        Run run = testnet("--validators 3 --candidates 1 --hosts a.example,b.example,10.0.0.3,a.example");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        file("validator-1") + "  peers a.example:26656, RPC 127.0.0.1:26657",
                        file("validator-2") + "  peers b.example:26656, RPC 127.0.0.1:26657",
                        file("validator-3") + "  peers 10.0.0.3:26656, RPC 127.0.0.1:26657",
                        file("validator-4") + "  peers a.example:26666, RPC 127.0.0.1:26667",
                        file("README.md") + " says what to run where");
        String config = Files.readString(file("validator-1/engine/config/config.toml"));
        assertThat(config)
                .contains("laddr = \"tcp://0.0.0.0:26656\"")
                .contains("laddr = \"tcp://127.0.0.1:26657\"")
                .contains("@b.example:26656,")
                .contains("@10.0.0.3:26656,")
                .contains("@a.example:26666\"")
                .doesNotContain("@a.example:26656");
        NodeDirectory node = new NodeDirectory(file("validator-4"));
        assertThat(node.description())
                .isEqualTo(new NodeDirectory.Description(
                        "validator-4", "gridclear", URI.create("http://127.0.0.1:26667")));
        assertThat(Files.readString(file("README.md")))
                .contains("committee of 3 among 4 nodes")
                .contains("gridclear validator --home")
                .contains("gridclear bridge --operator-key");
    }

    @Test
    void allNodesShareOneGenesisWithTheLedgersInIt() throws IOException {
        testnet("--validators 4 --candidates 1 --chain-id market-1 --profile hardened");

        byte[] first = Files.readAllBytes(file("validator-1/engine/config/genesis.json"));
        for (int i = 2; i <= 5; i++) {
            assertThat(file("validator-" + i + "/engine/config/genesis.json")).hasBinaryContent(first);
        }
        JsonNode genesis = JSON.readTree(first);
        assertThat(genesis.get("chain_id").textValue()).isEqualTo("market-1");
        assertThat(genesis.get("validators")).hasSize(4);
        LedgerGenesis ledger = LedgerGenesis.of(
                Base64.getDecoder().decode(genesis.get("app_state").textValue()));
        assertThat(ledger.profile()).isEqualTo(LedgerGenesis.Profile.HARDENED);
        assertThat(ledger.committee().seats()).isEqualTo(4);
        assertThat(ledger.candidates()).hasSize(5);
        assertThat(ledger.operatorKeys())
                .singleElement()
                .isEqualTo(ValidatorKeyFile.read(file("operator/operator_key.json"))
                        .publicKey());
        assertThat(ledger.candidates().get(4).nodeKey())
                .isEqualTo(new NodeDirectory(file("validator-5")).agentKey().publicKey());
    }

    private LedgerGenesis.CommitteeTerms terms() throws IOException {
        JsonNode genesis = JSON.readTree(Files.readAllBytes(file("validator-1/engine/config/genesis.json")));
        return LedgerGenesis.of(
                        Base64.getDecoder().decode(genesis.get("app_state").textValue()))
                .committee();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "                                                        | 0     | 0",
                "--profile hardened                                      | 0     | 500000",
                "--rounds-per-cycle 1                                    | 1     | 0",
                "--rounds-per-cycle 10000 --breach 0                     | 10000 | 0",
                "--profile hardened --breach 900000                      | 0     | 900000",
                "--profile hardened --breach 1000000 --rounds-per-cycle 3| 3     | 1000000",
                "--profile hardened --breach 0                           | 0     | 0",
            })
    void whenCommitteesAreElectedAndForWhatIsBannedIsInTheGenesis(
            @Nullable String chosen, int roundsPerCycle, long breachPpm) throws IOException {
        Run run = testnet("--validators 4" + (chosen == null ? "" : " " + chosen));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(terms().roundsPerCycle()).isEqualTo(roundsPerCycle);
        assertThat(terms().breachPpm()).isEqualTo(breachPpm);
        assertThat(terms().seats()).isEqualTo(4);
        assertThat(terms().deadlineBlocks()).isEqualTo(6);
    }

    @Test
    void everyKeyIsAnothersAndOnlyItsOwnerReadsIt() throws IOException {
        testnet("--validators 4");
        testnetElsewhere();

        List<Path> keys = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.getFileName().toString().matches(".*_key\\.json"))
                    .forEach(keys::add);
        }
        assertThat(keys).hasSize(2 * (4 * 3 + 1));
        HashSet<String> contents = new HashSet<>();
        for (Path key : keys) {
            assertThat(contents.add(Files.readString(key))).as(key.toString()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .as(key.toString())
                    .isEqualTo("rw-------");
        }
    }

    private void testnetElsewhere() {
        Run.of("testnet", "--validators", "4", "--out", folder.resolve("other").toString());
    }

    @Test
    void keysAreNeverOverwritten() throws IOException {
        testnet("--validators 4");
        byte[] key = Files.readAllBytes(file("validator-1/agent_key.json"));

        Run again = testnet("--validators 4");

        assertThat(again.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(again.err())
                .contains("is not empty; keys are never overwritten")
                .hasLineCount(1);
        assertThat(file("validator-1/agent_key.json")).hasBinaryContent(key);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--validators 0                                | --validators must be at least 1",
                "--validators 4 --candidates -1                | --candidates 0",
                "--validators 201                              | at most 200 nodes",
                "--validators 4 --hosts a,b                    | --hosts names 2 hosts for 4 nodes",
                "--validators 2 --hosts a,b!                   | no host name or address: b!",
                "--validators 4 --chain-id a/b                 | a chain id is 1 to 50",
                "--validators 4 --p2p-port 70000               | no port: 70000",
                "--validators 4 --rpc-port 0                   | no port: 0",
                "--validators 4 --profile odd                  | PAPER, HARDENED",
                "--validators 4 --rounds-per-cycle -1          | roundsPerCycle must be within 0..10000, is -1",
                "--validators 4 --rounds-per-cycle 10001       | roundsPerCycle must be within 0..10000, is 10001",
                "--validators 4 --rounds-per-cycle often       | is not an int",
                "--validators 4 --profile hardened --breach -1 | breachPpm must be within 0..1000000, is -1",
                "--validators 4 --profile hardened --breach 1000001 | breachPpm must be within 0..1000000, is 1000001",
                "--validators 4 --breach 1                     | the paper's profile bans nobody for deliveries",
            })
    void whatCannotBeIsAUsageErrorAndNothingIsWritten(String arguments, String words) {
        Run run = testnet(arguments);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("gridclear testnet: ").contains(words).doesNotContain("Exception");
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("net")).doesNotExist();
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsAUsageError() throws IOException {
        Files.writeString(folder.resolve("net"), "");

        assertThat(testnet("--validators 4").err()).contains("is not a directory");
    }
}
