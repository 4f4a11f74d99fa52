package io.gridclear.verify;

import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.SettlementRun;

/** Published settlement lines as the kernel's, from which ids, amounts and leaves follow. */
public final class KernelLines {

    private KernelLines() {}

    /**
     * The kernel's line of a record.
     *
     * @param period the line's period as the area's terms have it
     * @throws VerificationException if no line can be so
     * @throws IllegalArgumentException if no run has the line's revision
     */
    public static SettlementLine of(io.gridclear.schemas.avro.SettlementLine record, SettlementPeriod period)
            throws VerificationException {
        SettlementRun.Kind kind = switch (record.getRun()) {
            case INITIAL -> SettlementRun.Kind.INITIAL;
            case METERED -> SettlementRun.Kind.METERED;
            case CORRECTION -> SettlementRun.Kind.CORRECTION;
            case UNSPECIFIED -> throw refused("it is of no run");
        };
        SettlementRun run = new SettlementRun(kind, record.getRevision());
        if (record.getLineIndex() < 0 || record.getQuantityWh() < 0 || record.getPrice() < 0) {
            throw refused("its lineIndex, quantityWh or price is negative");
        }
        ChargeType charge = switch (record.getChargeType()) {
            case ENERGY -> ChargeType.ENERGY;
            case GRID_ENERGY -> ChargeType.GRID_ENERGY;
            case GRID_FEE -> ChargeType.GRID_FEE;
            case IMBALANCE -> ChargeType.IMBALANCE;
            case TAX -> ChargeType.TAX;
            case UNSPECIFIED -> throw refused("it has no charge");
        };
        Direction direction = switch (record.getDirection()) {
            case DEBIT -> Direction.DEBIT;
            case CREDIT -> Direction.CREDIT;
            case UNSPECIFIED -> throw refused("it has no direction");
        };
        return new SettlementLine(
                period,
                run,
                record.getLineIndex(),
                record.getMarketParticipantMrid(),
                record.getCounterpartyMrid(),
                // whose order it was is no part of a line: the order is named by usage point and id
                new OrderRef(record.getOrderId(), record.getUsagePointMrid(), record.getMarketParticipantMrid()),
                charge,
                direction,
                record.getQuantityWh(),
                record.getPrice(),
                record.getReference(),
                record.getEstimated(),
                record.getDeltaNano());
    }

    private static VerificationException refused(String reason) {
        return new VerificationException(VerificationStep.LINE, reason);
    }
}
