package io.gridclear.experiments.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridclear.experiments.report.Check;
import io.gridclear.experiments.report.ResultFolder;
import io.gridclear.experiments.report.Spread;
import io.gridclear.experiments.report.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A short run must show what the long one does, and must be the beginning of it. */
class ConsensusExperimentIT {

    /** Of the long run's seeds, the first. */
    private static final int SEEDS = 8;

    private static final Path FINISHED = Path.of("../../docs/experiments/consensus");

    private static final Map<String, Result> RESULTS = new LinkedHashMap<>();

    @BeforeAll
    static void run() {
        Runs runs = new Runs(Setting.PAPER, 1, SEEDS);
        Scenarios.all().forEach((name, scenario) -> RESULTS.put(name, new Result(scenario, runs.of(scenario))));
    }

    private static Result result(String name) {
        Result result = RESULTS.get(name);
        assertThat(result).as(name).isNotNull();
        return result;
    }

    private static double percentBelow(String name, int parts) {
        return result(name).alwaysBelow(1, parts).mean();
    }

    @Test
    void whatMustComeOutDoes() {
        assertThat(Checks.of(RESULTS, List.of()))
                .hasSize(6)
                .allSatisfy(check -> assertThat(check.holds())
                        .as("%s: %s, seeds 1 to %d", check.what(), check.found(), SEEDS)
                        .isTrue());
    }

    /** What the long run leaves out makes no difference to what it shows. */
    @Test
    void agentsThatAttestToDeliveriesTooShowTheSame() {
        Runs attested = new Runs(Setting.PAPER.attested(), 1, SEEDS);
        for (String name : List.of("paper-base", "hardened-base", "paper-no-recovery", "strict-stealthy-100")) {
            Result other =
                    new Result(result(name).scenario(), attested.of(result(name).scenario()));
            int parts = name.startsWith("paper") ? 2 : 3;
            assertThat(other.alwaysBelow(1, parts).mean())
                    .as(name)
                    .isEqualTo(name.equals("paper-no-recovery") ? 0 : 100);
            assertThat(other.decided().mean())
                    .as(name)
                    .isCloseTo(result(name).decided().mean(), within(5.0));
        }
    }

    @Test
    void aCheckCanFail() {
        Map<String, Result> swapped = new LinkedHashMap<>(RESULTS);
        swapped.put("dpos-base", result("paper-base"));
        swapped.put("paper-base", result("paper-no-recovery"));
        swapped.put("paper-no-recovery", result("paper-base"));
        swapped.put("hardened-base", result("hardened-stealthy-100"));
        swapped.put("hardened-half-shown", result("hardened-stealthy-100"));
        swapped.put("strict-stealthy-100", result("hardened-stealthy-100"));
        assertThat(Checks.of(swapped, List.of())).noneMatch(Check::holds);
    }

    @Test
    void plainDposEndsWhereEverybodyDoes() {
        // nobody ever leaves: 1 - 0.9^24 = 92.0 %, of 400 agents give or take 1.4 %
        assertThat(result("dpos-base").last().mean()).isBetween(88.0, 96.0);
        assertThat(result("dpos-base").courses()).allSatisfy(course -> {
            List<Course.Round> rounds = course.rounds();
            for (int i = 1; i < rounds.size(); i++) {
                assertThat(rounds.get(i).malicious())
                        .isGreaterThanOrEqualTo(rounds.get(i - 1).malicious());
            }
        });
    }

    @Test
    void theClaimBreaksWhereTheReportSaysThatItDoes() {
        for (String broken : List.of(
                "paper-no-recovery",
                "paper-producers-only-base",
                "paper-delivery-only",
                "paper-every-5",
                "paper-qblock")) {
            assertThat(percentBelow(broken, 2)).as(broken).isZero();
        }
        assertThat(percentBelow("hardened-delivery-only", 3)).isEqualTo(100);
        assertThat(percentBelow("hardened-stealthy-100", 2)).isZero();
        assertThat(result("only-votes-half-shown").peak().mean())
                .as("the votes term alone is worse than nothing where bans heal")
                .isGreaterThan(result("no-part-half-shown").peak().mean());
    }

    /** The committed results begin with these very courses: whoever changes a rule makes them again. */
    @Test
    void theFinishedResultsBeginWithTheseCourses() throws IOException {
        List<String> finished = Files.readAllLines(FINISHED.resolve("first-seeds.csv"));
        assertThat(ConsensusReport.firstSeeds(RESULTS).lines()).isEqualTo(finished);
    }

    @Test
    void theFinishedSummaryHoldsWhatItMust() throws IOException {
        Summary summary = Summary.readFrom(FINISHED.resolve("summary.json"));
        assertThat(summary.figures())
                .allSatisfy(
                        (name, spread) -> assertThat(spread.count()).as(name).isGreaterThanOrEqualTo(1_000));
        assertThat(summary.get("paper-base/always-below-half").mean()).isGreaterThanOrEqualTo(99);
        assertThat(summary.get("paper-no-recovery/always-below-half").mean()).isLessThan(1);
        assertThat(summary.get("hardened-base/always-below-third").mean()).isGreaterThanOrEqualTo(99);
        assertThat(summary.get("hardened-half-shown/always-below-third").mean()).isGreaterThanOrEqualTo(99);
        Spread mean = summary.get("paper-base/mean-share");
        assertThat(result("paper-base").mean().mean())
                .as("a short run's mean lies within the long run's")
                .isBetween(mean.min(), mean.max());
    }

    @Test
    void theResultsDoNotDependOnTheOrderOfTheSeeds() {
        Scenario scenario = result("hardened-half-shown").scenario();
        for (long seed = SEEDS; seed > SEEDS - 3; seed--) {
            assertThat(new Runs(Setting.PAPER, seed, 1).of(scenario).get(0))
                    .as("seed %d alone", seed)
                    .isEqualTo(result("hardened-half-shown").courses().get((int) seed - 1));
        }
    }

    static Stream<Scenario> stackScenarios() {
        Assumptions lost = Assumptions.BASE.withStart(400_000).withNewcomers(3);
        return Stream.concat(
                Scenarios.forTheStack(4).stream(),
                Stream.of(
                        new Scenario("stack", "stalled", "more than a third is malicious", Rules.PAPER, lost),
                        new Scenario(
                                "stack",
                                "rare",
                                "rare elections",
                                Rules.HARDENED,
                                lost.withStart(0).withRoundsPerCycle(0)),
                        new Scenario(
                                "stack",
                                "strict",
                                "bans for deliveries, and half of the wrong hashes",
                                Rules.HARDENED.strict("strict", 900_000),
                                Assumptions.BASE.withShown(500_000).withStealthy(500_000))));
    }

    /** The simulation leaves signatures, encodings and hashes out: they must decide nothing. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("stackScenarios")
    void theWholeStackGoesTheWayOfTheSimulation(Scenario scenario) {
        Runs runs = new Runs(new Setting(24, 8, 9), 1, 1);
        for (long seed = 1; seed <= 2; seed++) {
            StackRun run = runs.throughTheStack(scenario, seed);
            assertThat(run.course()).as("%s, seed %d", scenario.name(), seed).isEqualTo(run.simulated());
            assertThat(run.transactions()).containsKeys("Attest", "SubmitClearings");
        }
    }

    @Test
    void everyKindOfTransactionGoesThroughTheStack() {
        StackRun run = new Runs(new Setting(24, 8, 9), 1, 1)
                .throughTheStack(Scenarios.forTheStack(4).get(1), 1);
        assertThat(run.transactions())
                .containsOnlyKeys(
                        "Attest", "CastVote", "Ready", "RegisterCandidate", "ReportDelivery", "SubmitClearings");
    }

    @Test
    void aRunLeavesItsFiguresTablesAndPlots(@TempDir Path folder) throws IOException {
        new ConsensusReport(1, SEEDS, RESULTS, List.of(), Checks.of(RESULTS, List.of()))
                .writeTo(ResultFolder.at(folder));
        for (String plot : List.of("figure-3", "no-recovery", "assumptions", "elections", "stealth", "ablation")) {
            assertThat(folder.resolve(plot + ".svg")).isNotEmptyFile();
            assertThat(folder.resolve(plot + ".png")).isNotEmptyFile();
            assertThat(folder.resolve("report.md")).content().contains("(" + plot + ".svg)");
        }
        assertThat(folder.resolve("courses.csv")).content().hasLineCount(1 + RESULTS.size() * 24);
        assertThat(folder.resolve("claims.csv")).content().hasLineCount(1 + RESULTS.size());
        assertThat(Summary.readFrom(folder.resolve("summary.json")).get("paper-base/peak-share"))
                .isEqualTo(result("paper-base").peak());
    }

    @Test
    void settingsThatCannotBe() {
        assertThatThrownBy(() -> new Setting(10, 11, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Assumptions.BASE.withShown(1_000_001)).hasMessageContaining("shownPpm");
        assertThatThrownBy(() -> new Scenario("f", "Not a name", "", Rules.PAPER, Assumptions.BASE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
