package io.gridclear.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BillingSettingsTest {

    private static BillingSettings of(Map<String, String> flags, Map<String, String> environment) {
        Properties file = new Properties();
        file.setProperty("kafka.sasl.jaas.config", "user secret-one");
        file.setProperty("group.id", "of-the-file");
        return BillingSettings.of(flags, environment::get, file);
    }

    @Test
    void aFlagBeatsTheEnvironmentWhichBeatsTheFile() {
        assertThat(of(Map.of(), Map.of()).groupId()).isEqualTo("of-the-file");
        Map<String, String> environment = Map.of("GRIDCLEAR_GROUP_ID", "of-the-environment");
        assertThat(of(Map.of(), environment).groupId()).isEqualTo("of-the-environment");
        assertThat(of(Map.of("group.id", "of-the-flag"), environment).groupId()).isEqualTo("of-the-flag");
    }

    @Test
    void secretsAreMaskedWhereverTheyStand() {
        BillingSettings settings = of(
                Map.of(
                        "registry.url", "http://me:secret-two@registry",
                        "database", "jdbc:postgresql://db/billing?user=me&password=secret-three&ssl=true",
                        "database.password", "secret-four"),
                Map.of());
        assertThat(settings.describe())
                .isEqualTo(settings.toString())
                .doesNotContain("secret-")
                .contains("password=****&ssl=true", "kafka.sasl.jaas.config=****", "http://****@registry");
        assertThat(settings.database().toString()).doesNotContain("secret-");
    }

    @Test
    void refusesWhatCannotBe() {
        for (Map<String, String> flags : java.util.List.of(
                Map.of("database", "jdbc:mysql://db/billing"),
                Map.of("batch.records", "0"),
                Map.of("batch.records", "many"),
                Map.of("http.port", "70000"),
                Map.of("group.id", "a group"),
                Map.of("bootstrap.servers", " "),
                Map.of("no.such.key", "x"))) {
            assertThatThrownBy(() -> of(flags, Map.of())).as("%s", flags).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
