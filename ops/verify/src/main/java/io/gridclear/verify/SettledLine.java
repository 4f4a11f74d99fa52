package io.gridclear.verify;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.rules.MarketTerms;
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
        return of(
                record,
                SettlementPeriod.of(
                        record.getAreaMrid(), record.getPeriodStart().toEpochMilli(), terms));
    }

    /**
     * Takes a line apart.
     *
     * @param period the line's period as the area's terms have it
     * @throws VerificationException if a field does not follow from the others
     */
    public static SettledLine of(io.gridclear.schemas.avro.SettlementLine record, SettlementPeriod period)
            throws VerificationException {
        Sha256 sha256 = new Sha256();
        CanonicalWriter writer = new CanonicalWriter();
        try {
            SettlementLine line = KernelLines.of(record, period);
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
