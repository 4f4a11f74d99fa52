package io.gridclear.ops.trace;

import io.gridclear.schemas.avro.SettlementLine;

/**
 * What one agent attested to of a run, as it stands in a block.
 *
 * @param area the run's area
 * @param periodStart start of the run's period, epoch ms
 * @param run INITIAL, METERED or CORRECTION
 * @param revision the run's revision
 * @param agent what people call the agent
 * @param address its address, 20 bytes, hexadecimal
 * @param hash the h that it computed, 32 bytes, hexadecimal
 * @param height height of the block
 */
public record Attestation(
        String area,
        long periodStart,
        String run,
        int revision,
        String agent,
        String address,
        String hash,
        long height) {

    /** Whether it is of the run that a line is of. */
    boolean isOf(SettlementLine line) {
        return area.equals(line.getAreaMrid())
                && periodStart == line.getPeriodStart().toEpochMilli()
                && isOf(line.getRun().name(), line.getRevision());
    }

    /** Whether it is of a run of its period. */
    boolean isOf(String otherRun, int otherRevision) {
        return run.equals(otherRun) && revision == otherRevision;
    }
}
