package io.gridclear.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridclear.engine.key.ValidatorKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CometHomeTest {
    private static final NodeAddresses ADDRESSES = NodeAddresses.loopback(26_656, 26_657);

    @TempDir
    Path root;

    @Test
    void keysAreMadeOnceAndForTheOwnerOnly() throws IOException {
        CometHome home = new CometHome(root.resolve("home"));
        assertThat(home.isConfigured()).isFalse();
        home.makeKeys();
        ValidatorKey validator = home.validatorKey();
        ValidatorKey node = home.nodeKey();
        assertThat(node.publicKey()).isNotEqualTo(validator.publicKey());
        Path signed = root.resolve("home/data/priv_validator_state.json");
        Files.writeString(signed, "{\"height\":\"7\",\"round\":0,\"step\":3}");

        home.makeKeys();
        assertThat(home.validatorKey().seed()).isEqualTo(validator.seed());
        assertThat(home.nodeKey().seed()).isEqualTo(node.seed());
        assertThat(signed).as("what was signed is never forgotten").content().contains("\"7\"");
        for (String file : List.of("config/node_key.json", "config/priv_validator_key.json")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(root.resolve("home").resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void genesisIsTheSameOnEveryHost() throws IOException {
        List<CometHome> homes = new ArrayList<>();
        List<NetworkMember> members = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            CometHome home = new CometHome(root.resolve("host" + i));
            home.makeKeys();
            homes.add(home);
            members.add(home.member("host" + i, new Endpoint("host" + i + ".example", 26_656)));
        }
        EngineGenesis genesis = new EngineGenesis("chain", 1_700_000_000_123L, members, bytes("ledger"));
        for (int i = 0; i < 3; i++) {
            homes.get(i).configure("host" + i, genesis, ADDRESSES, CometSettings.NEAR, members);
        }
        byte[] file = Files.readAllBytes(root.resolve("host0/config/genesis.json"));
        assertThat(root.resolve("host1/config/genesis.json")).hasBinaryContent(file);
        assertThat(root.resolve("host2/config/genesis.json")).hasBinaryContent(file);

        JsonNode json = new ObjectMapper().readTree(file);
        assertThat(json.path("genesis_time").asText()).isEqualTo("2023-11-14T22:13:20.123Z");
        assertThat(Base64.getDecoder().decode(json.path("app_state").asText())).isEqualTo(bytes("ledger"));
        assertThat(json.path("validators"))
                .hasSize(3)
                .allSatisfy(validator ->
                        assertThat(validator.path("power").asText()).isEqualTo("10"));
        String toml = Files.readString(root.resolve("host1/config/config.toml"));
        assertThat(toml)
                .contains(members.get(0).nodeId() + "@host0.example:26656,"
                        + members.get(2).nodeId() + "@host2.example:26656")
                .doesNotContain(members.get(1).nodeId())
                .contains("laddr = \"tcp://127.0.0.1:26657\"")
                .contains("create_empty_blocks_interval = \"1000ms\"");
    }

    @Test
    void aHomeStaysWithItsChain() throws IOException {
        CometHome home = new CometHome(root.resolve("home"));
        home.makeKeys();
        List<NetworkMember> members = List.of(home.member("one", ADDRESSES.advertised()));
        EngineGenesis genesis = new EngineGenesis("chain", 1, members, new byte[0]);
        home.configure("one", genesis, ADDRESSES, CometSettings.NEAR, members);
        home.configure("one", genesis, ADDRESSES, new CometSettings(2_000, 1, 1, 1, 0), members);
        assertThat(Files.readString(root.resolve("home/config/config.toml"))).contains("\"2000ms\"");
        EngineGenesis other = new EngineGenesis("chain", 2, members, new byte[0]);
        assertThatThrownBy(() -> home.configure("one", other, ADDRESSES, CometSettings.NEAR, members))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another chain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"", "x\ny", "../x", "ä"})
    void namesCannotBreakOutOfTheFiles(String name) throws IOException {
        CometHome home = new CometHome(root.resolve("home"));
        home.makeKeys();
        assertThatThrownBy(() -> home.member(name, ADDRESSES.advertised()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Endpoint(name, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new EngineGenesis(name, 1, List.of(home.member("one", ADDRESSES.advertised())), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void portsHaveBounds(int port) {
        assertThatThrownBy(() -> Endpoint.loopback(port)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
