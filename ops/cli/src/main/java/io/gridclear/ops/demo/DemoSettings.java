package io.gridclear.ops.demo;

import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.emulator.ProfileSource;
import io.gridclear.ops.committee.CommitteePlan;
import io.gridclear.ops.committee.EngineKind;

/**
 * What a demonstration runs.
 *
 * @param areas market areas
 * @param meters usage points over all areas
 * @param periods trading periods
 * @param periodMs length of a period, ms: a profile hour is compressed into it
 * @param seed seed of the fleet: the same seed gives the same bids
 * @param profiles where the energy comes from
 * @param engine what orders the ledger's transactions
 * @param validators seats of the ledger's committee
 * @param reference how Pa is made in all areas
 */
public record DemoSettings(
        int areas,
        int meters,
        int periods,
        long periodMs,
        long seed,
        ProfileSource profiles,
        EngineKind engine,
        int validators,
        ReferencePriceRule reference) {

    /** Shortest period, ms: a re-quote has to hear of the reference price, be sent and be booked within a third of it. */
    public static final long SHORTEST_PERIOD_MS = 1_000;

    /** Most areas: a loopback broker serves as many without strain. */
    public static final int MOST_AREAS = 500;

    /** Most meters, all on this machine. */
    public static final int MOST_METERS = 100_000;

    /** Most CometBFT nodes on one machine: each is a process of 150 MB, and their votes grow with the square. */
    public static final int MOST_COMETBFT_NODES = 16;

    public DemoSettings {
        require(areas >= 1 && areas <= MOST_AREAS, "--areas must be 1 to " + MOST_AREAS + ", is " + areas);
        require(
                meters >= areas && meters <= MOST_METERS,
                "--meters must be at least one an area (" + areas + ") and at most " + MOST_METERS + ", is " + meters);
        require(periods >= 1 && periods <= 10_000, "--periods must be 1 to 10000, is " + periods);
        require(
                periodMs >= SHORTEST_PERIOD_MS && periodMs <= 3_600_000,
                "--period-seconds must be 1 to 3600, is " + periodMs / 1000.0);
        int mostValidators = engine == EngineKind.COMETBFT ? MOST_COMETBFT_NODES : CommitteePlan.MOST_ON_A_MACHINE;
        require(
                validators >= 1 && validators <= mostValidators,
                "--validators must be 1 to " + mostValidators + " with the engine " + engine.word() + ", is "
                        + validators);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
