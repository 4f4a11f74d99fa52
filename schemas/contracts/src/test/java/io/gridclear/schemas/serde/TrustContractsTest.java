package io.gridclear.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.MarketArea;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Avro 1.12.2 mistrusts generated classes; whoever uses ours must not notice. */
class TrustContractsTest {

    /** All that a program does which has never heard of serdes: in this JVM another test may have met them first. */
    public static final class BuildsARecord {
        private BuildsARecord() {}

        public static void main(String[] args) {
            MarketArea area = MarketArea.newBuilder().setAreaMrid("a").build();
            System.out.print(area.getTerms().getReferencePriceRule());
        }
    }

    @Test
    void aFreshProcessFillsInDefaultsOfNestedTypesWithoutAProperty() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BuildsARecord.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(output).isEqualTo("MEAN");
        } finally {
            process.destroyForcibly();
        }
    }
}
