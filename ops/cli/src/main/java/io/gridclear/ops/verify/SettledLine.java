package io.gridclear.ops.verify;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.OutcomeRecords.SettlementDay;
import io.gridclear.schemas.avro.SettlementRun;
import java.time.DateTimeException;
import org.apache.avro.Schema;

/**
 * A published settlement line with the hash of its leaf in the settlement tree. The leaf covers what the kernel settles by;
 * every other field of the record (ids, amounts, dates, currency) must be what follows from the leaf and the area's terms,
 * so that no field can be changed unseen.
 *
 * @param record the line as it was published
 * @param item the item that it is a line of
 * @param leafHash hash of its leaf, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record SettledLine(io.gridclear.schemas.avro.SettlementLine record, ItemKey item, byte[] leafHash) {

    /**
     * Takes a line apart.
     *
     * @param terms the area's terms in the line's period, from somebody trusted
     * @throws VerificationException if a field does not follow from the others
     */
    static SettledLine of(io.gridclear.schemas.avro.SettlementLine record, MarketTerms terms)
            throws VerificationException {
        Sha256 sha256 = new Sha256();
        CanonicalWriter writer = new CanonicalWriter();
        try {
            SettlementLine line = kernelLine(record);
            byte[] lineId = line.lineId(writer, sha256);
            byte[] settlementId = SettlementLine.settlementId(lineId, writer, sha256);
            requireSame(
                    record,
                    OutcomeRecords.toRecord(
                            line, lineId, settlementId, terms, SettlementDay.of(line.periodStart(), terms)));
            return new SettledLine(
                    record,
                    ItemKey.initial(line.area(), line.periodStart()),
                    MerkleTree.leafHash(line.write(writer, lineId), sha256));
        } catch (ArithmeticException e) {
            throw refused("its price and energy have no amount that a number holds");
        } catch (DateTimeException | IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static SettlementLine kernelLine(io.gridclear.schemas.avro.SettlementLine record)
            throws VerificationException {
        if (record.getRun() != SettlementRun.INITIAL || record.getRevision() != 0) {
            throw refused("there is no run " + record.getRun() + " with revision " + record.getRevision()
                    + "; only INITIAL with revision 0 is settled yet");
        }
        if (record.getLineIndex() < 0 || record.getQuantityWh() < 0 || record.getPrice() < 0) {
            throw refused("its lineIndex, quantityWh or price is negative");
        }
        ChargeType charge = switch (record.getChargeType()) {
            case ENERGY -> ChargeType.ENERGY;
            case GRID_ENERGY -> ChargeType.GRID_ENERGY;
            case GRID_FEE, IMBALANCE, UNSPECIFIED ->
                throw refused("the INITIAL run has no charge " + record.getChargeType());
        };
        Direction direction = switch (record.getDirection()) {
            case DEBIT -> Direction.DEBIT;
            case CREDIT -> Direction.CREDIT;
            case UNSPECIFIED -> throw refused("it has no direction");
        };
        return new SettlementLine(
                record.getLineIndex(),
                record.getAreaMrid(),
                record.getPeriodStart().toEpochMilli(),
                record.getMarketParticipantMrid(),
                record.getCounterpartyMrid(),
                // whose order it was is no part of a line: the order is named by usage point and id
                new OrderRef(record.getOrderId(), record.getUsagePointMrid(), record.getMarketParticipantMrid()),
                charge,
                direction,
                record.getQuantityWh(),
                record.getPrice(),
                record.getReference());
    }

    private static void requireSame(
            io.gridclear.schemas.avro.SettlementLine given, io.gridclear.schemas.avro.SettlementLine derived)
            throws VerificationException {
        for (Schema.Field field : given.getSchema().getFields()) {
            Object is = given.get(field.pos());
            Object mustBe = derived.get(field.pos());
            if (!mustBe.equals(is)) {
                throw refused("its " + field.name() + " is " + is + ", but " + mustBe
                        + " follows from its other fields and the terms of " + given.getAreaMrid());
            }
        }
    }

    private static VerificationException refused(String reason) {
        return new VerificationException(VerificationStep.LINE, reason);
    }
}
