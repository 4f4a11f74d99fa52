package io.gridclear.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HouseRulesTest {
    private static final String HOUSE = "io.gridclear";
    private static final String OFFENDERS = "io.gridclear.tests.architecture.fixture";
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HOUSE);
    private static final JavaClasses FIXTURE = new ClassFileImporter().importPackages(OFFENDERS);

    /** What each rule must find in the fixture: these, and nothing else. */
    private static final Map<HouseRule, List<String>> EXPECTED = Map.ofEntries(
            Map.entry(HouseRule.MARKET_KNOWS_ONLY_THE_JDK, List.of("market.Offenders$KnowsKafka")),
            Map.entry(HouseRule.LEDGER_KNOWS_ONLY_THE_MARKET_AND_THE_JDK, List.of("ledger.Offenders$KnowsTheSchemas")),
            Map.entry(
                    HouseRule.KERNELS_DO_NO_IO_AND_NO_THREADS,
                    List.of(
                            "market.Offenders$ReadsFiles",
                            "market.Offenders$StartsThreads",
                            "market.Offenders$WaitsForOthers")),
            Map.entry(
                    HouseRule.KERNELS_HAVE_NO_CLOCK_NO_CHANCE_NO_LOCALE,
                    List.of(
                            "market.Offenders$AsksTheClock",
                            "market.Offenders$AsksTheOldClock",
                            "market.Offenders$RollsDice",
                            "market.Offenders$SpeaksTheLocalLanguage")),
            Map.entry(
                    HouseRule.KERNELS_HAVE_A_TOTAL_ORDER,
                    List.of(
                            "market.Offenders$IteratesInHashOrder",
                            "market.Offenders$IteratesInDrawnOrder",
                            "market.Offenders$SumsInParallel")),
            Map.entry(
                    HouseRule.KERNELS_COUNT_IN_INTEGERS,
                    List.of(
                            "market.Offenders$HoldsADouble",
                            "market.Offenders$RoundsInBetween",
                            "market.Offenders$PassesThroughADouble",
                            "ledger.Offenders$HoldsAFloat")),
            Map.entry(HouseRule.ENGINE_KNOWS_NO_KAFKA, List.of("engine.Offenders$KnowsKafka")),
            Map.entry(HouseRule.SCHEMAS_KNOW_NO_STREAMS, List.of("schemas.Offenders$KnowsStreams")),
            Map.entry(HouseRule.ONLY_THE_TOPOLOGY_AND_OPS_KNOW_STREAMS, List.of("meter.Offenders$KnowsStreams")),
            Map.entry(HouseRule.SCHEMAS_KNOW_NO_OTHER_MODULE, List.of("schemas.Offenders$KnowsTheMarket")),
            Map.entry(HouseRule.RECORDS_KNOW_ONLY_SCHEMAS_AND_MARKET, List.of("records.Offenders$KnowsTheTopology")),
            Map.entry(HouseRule.TOPOLOGY_MEETS_THE_OTHERS_IN_TOPICS, List.of("topology.Offenders$KnowsTheMeters")),
            Map.entry(HouseRule.METERS_MEET_THE_OTHERS_IN_TOPICS, List.of("meter.Offenders$KnowsTheTopology")),
            Map.entry(HouseRule.ENGINE_KNOWS_NO_OTHER_MODULE, List.of("engine.Offenders$KnowsTheSchemas")),
            Map.entry(HouseRule.BRIDGE_MEETS_THE_OTHERS_IN_TOPICS, List.of("bridge.Offenders$KnowsTheTopology")),
            Map.entry(HouseRule.BILLING_MEETS_THE_OTHERS_IN_TOPICS, List.of("billing.Offenders$KnowsTheTopology")),
            Map.entry(HouseRule.VERIFY_KNOWS_NO_PROCESS, List.of("verify.Offenders$KnowsTheTopology")),
            Map.entry(HouseRule.PRODUCTION_KNOWS_NO_TESTS, List.of("ops.Offenders$KnowsATest")),
            Map.entry(
                    HouseRule.NO_PACKAGE_CYCLES,
                    List.of("meter.Offenders$KnowsTheTopology", "topology.Offenders$KnowsTheMeters")),
            Map.entry(
                    HouseRule.PACKAGES_ARE_NULL_MARKED, List.of("unmarked.Offenders", "unmarked.Offenders$MayBeNull")),
            Map.entry(
                    HouseRule.NAMES_SAY_WHAT_A_THING_IS,
                    List.of("ops.Offenders$PriceHelper", "ops.Offenders$BrokerManager", "ops.Offenders$TimeUtils")));

    @ParameterizedTest
    @EnumSource
    void theProductKeepsTheRule(HouseRule rule) {
        rule.under(HOUSE).check(PRODUCT);
    }

    static Stream<Arguments> expectations() {
        return EXPECTED.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void theRuleFindsItsOffendersAndNobodyElse(HouseRule rule, List<String> offenders) {
        List<String> found =
                rule.under(OFFENDERS).evaluate(FIXTURE).getFailureReport().getDetails();

        assertThat(offenders).allSatisfy(offender -> assertThat(found).anyMatch(detail -> names(detail, offender)));
        assertThat(found).allSatisfy(detail -> assertThat(offenders).anyMatch(offender -> names(detail, offender)));
    }

    @Test
    void everyRuleHasAnOffender() {
        assertThat(EXPECTED).containsOnlyKeys(HouseRule.values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.gridclear.market",
                "io.gridclear.records",
                "io.gridclear.schemas",
                "io.gridclear.engine",
                "io.gridclear.verify",
                "io.gridclear.billing"
            })
    void theRulesSeeTheModule(String module) {
        assertThat(PRODUCT)
                .as("classes under " + module + ": without them every rule would pass")
                .anyMatch(seen -> seen.getPackageName().startsWith(module));
    }

    /** The name must end where it is quoted, so that a class does not stand in for its nested classes. */
    private static boolean names(String detail, String offender) {
        return detail.matches("(?s).*" + Pattern.quote(OFFENDERS + "." + offender) + "(?![\\w$]).*");
    }
}
