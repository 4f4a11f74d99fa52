package io.gridclear.topology.output;

import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.schemas.catalogue.TopicCatalogue;

/** Sends settlement lines of one period to their two topics. */
public final class LinePublisher {

    private final Output output;
    private final OutcomeRecords.SettlementDay day;

    /** A publisher of a period's lines. */
    public LinePublisher(Output output, SettlementPeriod period) {
        this.output = output;
        this.day = OutcomeRecords.SettlementDay.of(period);
    }

    /**
     * Sends a line.
     *
     * @param lineId 32 bytes
     * @param settlementId 32 bytes
     */
    public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
        var settled = OutcomeRecords.toRecord(line, lineId, settlementId, day);
        output.send(TopicCatalogue.SETTLEMENT_LINES, line.participant(), settled);
        output.send(
                TopicCatalogue.SETTLEMENT_LATEST,
                line.participant() + "/" + line.period().periodStart() + "/" + settled.getLineId(),
                settled);
    }
}
