package io.gridclear.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.emulator.ProfileSource;
import io.gridclear.ops.committee.EngineKind;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import io.gridclear.verify.LineVerifier;
import io.gridclear.verify.TrustedFile;
import io.gridclear.verify.VerificationFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it on the embedded log: broker, registry, application, fleet, committee, bridge. */
class DemoRunIT {

    private static final int AREAS = 2;
    private static final int PERIODS = 2;

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void everyClearingBecomesFinalAndEveryLineIsProvedByWhatItKeeps() throws Exception {
        List<String> shown = new ArrayList<>();
        DemoSettings settings = new DemoSettings(
                AREAS,
                12,
                PERIODS,
                3_000,
                7,
                ProfileSource.DEFAULT,
                EngineKind.EMBEDDED,
                4,
                ReferencePriceRule.ANCHORED);
        Path json = folder.resolve("figures.json");

        boolean allHold = new DemoRun(settings, BillingChoice.EMBEDDED, shown::add).run(json, folder.resolve("out"));

        assertThat(allHold).as(String.join("\n", shown)).isTrue();
        assertThat(shown)
                .anyMatch(line -> line.startsWith("ledger: embedded log"))
                .anyMatch(line -> line.contains("Not Byzantine fault tolerant"))
                .anyMatch(line -> line.matches("1/2 +FINAL +attested by [34-]+ of 4 +produced by validator-.*"))
                .anyMatch(line -> line.matches("2/2 +FINAL .* receipts after [0-9]+ ms"))
                .anyMatch(line -> line.matches("2/2 +METERED .* FINAL [34-]+ of 4"))
                .anyMatch(line -> line.matches("[12]/2 +CORRECTION 1 .* FINAL [34-]+ of 4"))
                .contains("ok     every line has a receipt that verifies", "ok     correction is full replacement");
        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        assertThat(figures.get("engine").textValue()).isEqualTo("embedded");
        int corrections = figures.get("corrections").size();
        assertThat(corrections).isPositive();
        assertThat(figures.get("meteredRuns").intValue()).isEqualTo(AREAS * PERIODS);
        assertThat(figures.get("finalised").intValue()).isEqualTo(2 * AREAS * PERIODS + corrections);
        assertThat(figures.get("meteredWh").longValue()).isPositive();
        assertThat(figures.get("imbalanceWh").longValue()).isPositive();
        assertThat(figures.get("disputed").intValue()).isZero();
        assertThat(figures.get("bannedAgents").intValue()).isZero();
        long lines = Files.readAllLines(folder.resolve("out/lines.jsonl")).size();
        assertThat(figures.get("receiptsVerified").longValue()).isEqualTo(lines).isPositive();
        assertThat(figures.get("checks").get("everyRunIsFinal").booleanValue()).isTrue();

        assertThat(figures.get("billingRows").longValue()).isEqualTo(lines);
        assertThat(figures.get("checks").get("billingReconciles").booleanValue())
                .isTrue();
        assertThat(shown).contains("ok     billing reconciles");

        TrustedFile trusted = TrustedFile.of(Files.readString(folder.resolve("out/trusted.json")));
        // the one rule that is not the default: application, agents, audit and billing have made it again
        assertThat(trusted.terms().values())
                .hasSize(AREAS)
                .allMatch(terms -> terms.referencePriceRule() == ReferencePriceRule.ANCHORED);
        VerificationFiles.Summary summary = new VerificationFiles(
                        folder.resolve("out/lines.jsonl"), folder.resolve("out/receipts.jsonl"))
                .verifyAll(new LineVerifier(Ed25519Verifiers.best()::verify, trusted));
        assertThat(summary).isEqualTo(new VerificationFiles.Summary(lines, lines, List.of()));
    }
}
