package io.gridclear.experiments.consensus;

import io.gridclear.ledger.genesis.LedgerGenesis;
import java.util.List;
import java.util.stream.LongStream;

/** Many runs of a scenario. Each depends on its own seed alone, so that they may be run side by side, in any order. */
final class Runs {

    private final Setting setting;
    private final Members members;
    private final long firstSeed;
    private final int seeds;

    /**
     * Runs from a seed on.
     *
     * @param firstSeed seed of the first run; the others follow
     * @param seeds number of runs
     */
    Runs(Setting setting, long firstSeed, int seeds) {
        this.setting = setting;
        this.members = new Members(setting.nodes());
        this.firstSeed = firstSeed;
        this.seeds = seeds;
    }

    /** The courses of all runs, in the order of their seeds. */
    List<Course> of(Scenario scenario) {
        LedgerGenesis genesis = scenario.rules().genesis(setting, scenario.assumptions(), members);
        return LongStream.range(firstSeed, firstSeed + seeds)
                .parallel()
                .mapToObj(seed -> run(scenario, genesis, seed))
                .toList();
    }

    private Course run(Scenario scenario, LedgerGenesis genesis, long seed) {
        try (CommitteeLedger ledger = found(scenario, genesis, seed)) {
            return Run.of(
                    scenario.assumptions(),
                    setting,
                    seed,
                    ledger,
                    genesis.committee().deadlineBlocks());
        } catch (RuntimeException e) {
            throw new IllegalStateException(scenario.name() + ", seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private CommitteeLedger found(Scenario scenario, LedgerGenesis genesis, long seed) {
        if (scenario.rules().byStake()) {
            Population people = new Population(scenario.assumptions(), setting, seed);
            return new StakeLedger(genesis, members, setting.nodes(), people::capacityWh);
        }
        return new DecisionLedger(genesis, members, setting.deliveriesAttested());
    }

    /** The course of one seed through the whole embedded stack, where agents attest to deliveries too. */
    StackRun throughTheStack(Scenario scenario, long seed) {
        if (!setting.deliveriesAttested()) {
            return new Runs(setting.attested(), firstSeed, seeds).throughTheStack(scenario, seed);
        }
        LedgerGenesis genesis = scenario.rules().genesis(setting, scenario.assumptions(), members);
        try (StackLedger ledger = new StackLedger(genesis, members, setting.nodes())) {
            Course course = Run.of(
                    scenario.assumptions(),
                    setting,
                    seed,
                    ledger,
                    genesis.committee().deadlineBlocks());
            Course simulated = run(scenario, genesis, seed);
            return new StackRun(scenario.name(), seed, course, simulated, ledger.height(), ledger.acceptedByKind());
        }
    }
}
