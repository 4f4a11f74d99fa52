package io.gridclear.bridge.ledger;

/**
 * How a node stands in the ledger.
 *
 * @param address its address, hexadecimal
 * @param name how people call it
 * @param scorePpm composite score, parts per million
 * @param reputationPpm reputation, parts per million
 * @param agent whether it is an agent of the cycle
 * @param ready whether it has shown that it is up
 * @param bannedUntilCycle last cycle that it cannot be elected in; 0 = not banned
 * @param cycle the cycle in which this is so
 */
public record NodeStanding(
        String address,
        String name,
        long scorePpm,
        long reputationPpm,
        boolean agent,
        boolean ready,
        long bannedUntilCycle,
        long cycle) {

    /** Whether the ban still holds. */
    public boolean isBanned() {
        return bannedUntilCycle >= cycle && bannedUntilCycle > 0;
    }
}
