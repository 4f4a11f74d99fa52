package io.gridclear.bridge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridclear.bridge.TestNodes;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.light.TrustedStateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static BridgeSettings bridge(Map<String, String> flags, Map<String, String> environment, Properties file) {
        return BridgeSettings.of(flags, environment::get, file);
    }

    @Test
    void aFlagBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault() {
        Properties file = new Properties();
        file.setProperty("group.id", "file");
        file.setProperty("instance.id", "file");
        file.setProperty("registry.url", "http://file:1");
        Map<String, String> environment = Map.of("GRIDCLEAR_GROUP_ID", "env", "GRIDCLEAR_INSTANCE_ID", "env");
        BridgeSettings settings = bridge(Map.of("group.id", "flag"), environment, file);
        assertThat(settings.groupId()).isEqualTo("flag");
        assertThat(settings.instanceId()).isEqualTo("env");
        assertThat(settings.registryUrl()).isEqualTo("http://file:1");
        assertThat(settings.httpPort()).isEqualTo(9465);
    }

    @Test
    void instancesWithoutANameHaveDifferentOnes() {
        assertThat(bridge(Map.of(), Map.of(), new Properties()).instanceId())
                .isNotEqualTo(bridge(Map.of(), Map.of(), new Properties()).instanceId());
    }

    @Test
    void secretsAreMasked() {
        Properties file = new Properties();
        file.setProperty("kafka.sasl.jaas.config", "hidden-1");
        file.setProperty("registry.url", "http://user:hidden-2@host:1");
        String text = bridge(Map.of(), Map.of(), file).describe();
        assertThat(text)
                .contains("kafka.sasl.jaas.config=****", "http://****@host:1")
                .doesNotContain("hidden");
    }

    @Test
    void settingsOfTheRegistrysClientGoToItAsTheyAreAndNotToKafka() {
        Properties file = new Properties();
        file.setProperty("kafka.security.protocol", "SSL");
        file.setProperty("basic.auth.credentials.source", "USER_INFO");
        file.setProperty("basic.auth.user.info", "user:hidden-1");
        file.setProperty("bearer.auth.token", "hidden-2");
        file.setProperty("schema.registry.ssl.truststore.location", "trust.jks");
        file.setProperty("schema.registry.ssl.truststore.password", "hidden-3");
        BridgeSettings bridge = bridge(Map.of(), Map.of(), file);
        AgentSettings agent = AgentSettings.of(Map.of(), key -> null, file);
        assertThat(bridge.registry())
                .hasSize(5)
                .containsEntry("basic.auth.user.info", "user:hidden-1")
                .isEqualTo(agent.registry());
        assertThat(bridge.client())
                .isEqualTo(Map.of("security.protocol", "SSL"))
                .isEqualTo(agent.client());
        assertThat(bridge.describe() + agent.describe())
                .contains("basic.auth.user.info=****", "schema.registry.ssl.truststore.location=trust.jks")
                .doesNotContain("hidden");
    }

    @Test
    void theTrustedHeaderIsThatOfAVerifiersFileAndOfThisChain(@TempDir Path directory) throws Exception {
        try (TestNodes nodes = new TestNodes()) {
            TrustedState state = TrustedState.of(nodes.chain().lightBlock(1).orElseThrow());
            String text = TrustedStateFile.toJson(state);
            Path file = Files.writeString(directory.resolve("trusted.json"), text);
            assertThat(TrustedHeaderFile.read(file.toString(), state.chainId())).isEqualTo(state);
            Files.writeString(file, "{\"areas\":[{}]," + text.strip().substring(1));
            assertThat(TrustedHeaderFile.read(file.toString(), state.chainId())).isEqualTo(state);
            assertThat(TrustedHeaderFile.read("", state.chainId())).isNull();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TrustedHeaderFile.read(file.toString(), "another"))
                    .withMessageContaining("this is another");
            for (String none : new String[] {"", "{", "[]", "{\"areas\":[]}", text.replace("1", "2")}) {
                Files.writeString(file, none);
                assertThatIllegalArgumentException()
                        .as(none)
                        .isThrownBy(() -> TrustedHeaderFile.read(file.toString(), state.chainId()));
            }
            Files.delete(file);
            assertThatIOException().isThrownBy(() -> TrustedHeaderFile.read(file.toString(), state.chainId()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "group.id, 'a b', group.id may hold",
        "http.port, 65536, http.port must be",
        "http.port, x, must be a whole number",
        "chain, ' ', chain must be set",
        "nonsense, 1, no setting is called nonsense",
    })
    void whatCannotBeIsRefused(String key, String value, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bridge(Map.of(key, value), Map.of(), new Properties()))
                .withMessageContaining(why);
    }

    @Test
    void anAgentLooksBackAnHourAtLeast() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentSettings.of(Map.of("look.back.hours", "0"), key -> null, new Properties()))
                .withMessageContaining("look.back.hours");
        assertThat(AgentSettings.of(Map.of(), key -> null, new Properties()).describe())
                .contains("look.back.hours=24");
    }
}
