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
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.OutcomeRecords.SettlementDay;
import java.time.DateTimeException;
import org.apache.avro.Schema;

/**
 * A published settlement line with the hash of its leaf in the settlement tree. The leaf covers all that the kernel
 * settles by, currency and time zone included; every other field of the record (ids, amounts, dates) must be what follows
 * from it, so that no field can be changed unseen.
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
            SettlementLine line = kernelLine(record, terms);
            byte[] lineId = line.lineId(writer, sha256);
            byte[] settlementId = line.settlementId(lineId, writer, sha256);
            requireSame(record, OutcomeRecords.toRecord(line, lineId, settlementId, SettlementDay.of(line.period())));
            if (line.run().equals(SettlementRun.INITIAL) && line.deltaNano() != line.balanceNano()) {
                throw refused("its deltaNano is " + line.deltaNano() + ", but there is no run before the INITIAL one");
            }
            return new SettledLine(
                    record,
                    new ItemKey(
                            line.period().area(),
                            line.period().periodStart(),
                            line.run().kind().code(),
                            line.run().revision()),
                    MerkleTree.leafHash(line.write(writer, lineId), sha256));
        } catch (ArithmeticException e) {
            throw refused("its price and energy have no amount that a number holds");
        } catch (DateTimeException | IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static SettlementLine kernelLine(io.gridclear.schemas.avro.SettlementLine record, MarketTerms terms)
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
                SettlementPeriod.of(
                        record.getAreaMrid(), record.getPeriodStart().toEpochMilli(), terms),
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
