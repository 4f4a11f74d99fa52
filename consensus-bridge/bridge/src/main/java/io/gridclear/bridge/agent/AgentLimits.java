package io.gridclear.bridge.agent;

/**
 * Bounds of what an agent does in a turn.
 *
 * @param executeForMs how long one turn may go on to execute before it attests to what it has, ms
 * @param resubmitAfterMs an attestation that the ledger does not show after so long is handed in again, ms
 * @param standingEveryMs how often the node looks whether it must show that it is up, ms
 * @param commitEveryMs how often it remembers how far it has read, ms
 */
public record AgentLimits(long executeForMs, long resubmitAfterMs, long standingEveryMs, long commitEveryMs) {

    /**
     * A turn of a second and a half stays within the six blocks of a head; three seconds are some blocks, after which a mempool
     * has forgotten; a start reads again what ten seconds of batches are.
     */
    public static final AgentLimits DEFAULT = new AgentLimits(1_500, 3_000, 2_000, 10_000);
}
