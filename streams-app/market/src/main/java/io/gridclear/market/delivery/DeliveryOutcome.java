package io.gridclear.market.delivery;

import java.util.HexFormat;

/**
 * What came of one METERED or CORRECTION run.
 *
 * @param inputs inputs that the run was made from
 * @param inputHash hash over them, 32 bytes, hexadecimal
 * @param stateBefore hash over what the run goes on from, 32 bytes, hexadecimal: the state after the run before
 * @param stateAfter hash over what it leaves, 32 bytes, hexadecimal
 * @param figures counts and sums
 * @param lines settlement lines
 * @param settlementRoot Merkle root over them, 32 bytes, hexadecimal
 */
public record DeliveryOutcome(
        long inputs,
        String inputHash,
        String stateBefore,
        String stateAfter,
        RunFigures figures,
        long lines,
        String settlementRoot) {

    static DeliveryOutcome of(RunOpening.State opening, RunFigures figures, long lines, byte[] settlementRoot) {
        HexFormat hex = HexFormat.of();
        return new DeliveryOutcome(
                opening.inputs(),
                hex.formatHex(opening.inputHash()),
                hex.formatHex(opening.stateBefore()),
                hex.formatHex(opening.stateAfter()),
                figures,
                lines,
                hex.formatHex(settlementRoot));
    }
}
