package io.gridclear.market.settlement;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.HexFormat;

/**
 * One line of a settlement run: one participant, charge and trade or residual.
 *
 * @param period area and period
 * @param run the run that the line is of
 * @param lineIndex position in the run, from 0: the leaf of the settlement root
 * @param participant whom the line is for
 * @param counterparty the other party
 * @param order the order that caused the line; on the grid's own lines the counterparty's
 * @param charge what is charged
 * @param direction owed by or to the participant
 * @param quantityWh energy, Wh, &gt;= 0
 * @param price micro-currency per kWh = nano-currency per Wh, &gt;= 0
 * @param reference what the line is of: with participant and charge it names the line in every run
 * @param estimated whether a reading behind the line was estimated
 * @param deltaNano change of the participant's balance against the run before, nano-currency, credit positive
 */
public record SettlementLine(
        SettlementPeriod period,
        SettlementRun run,
        long lineIndex,
        String participant,
        String counterparty,
        OrderRef order,
        ChargeType charge,
        Direction direction,
        long quantityWh,
        long price,
        String reference,
        boolean estimated,
        long deltaNano) {

    /** A line of the INITIAL run, which changes the balance by its own amount. */
    public static SettlementLine initial(
            SettlementPeriod period,
            long lineIndex,
            String participant,
            String counterparty,
            OrderRef order,
            ChargeType charge,
            Direction direction,
            long quantityWh,
            long price,
            String reference) {
        return new SettlementLine(
                period,
                SettlementRun.INITIAL,
                lineIndex,
                participant,
                counterparty,
                order,
                charge,
                direction,
                quantityWh,
                price,
                reference,
                false,
                direction.signed(Math.multiplyExact(price, quantityWh)));
    }

    /** price x energy, nano-currency, exact, &gt;= 0. */
    public long amountNano() {
        return Math.multiplyExact(price, quantityWh);
    }

    /** What the line does to the participant's balance, nano-currency: a credit adds, a debit takes. */
    public long balanceNano() {
        return direction.signed(amountNano());
    }

    /** Hash of reference, participant and charge: the same in every run. 32 bytes. */
    public byte[] lineId(CanonicalWriter writer, Sha256 sha256) {
        return writer.start("gridclear.line-id.v1")
                .string(reference)
                .string(participant)
                .int8(charge.code())
                .hash(sha256);
    }

    /** Hash of lineId, run and revision: unique over all runs. 32 bytes. */
    public byte[] settlementId(byte[] lineId, CanonicalWriter writer, Sha256 sha256) {
        return writer.start("gridclear.settlement-id.v1")
                .raw(lineId)
                .int8(run.kind().code())
                .int32(run.revision())
                .hash(sha256);
    }

    /** Starts a message with this line's canonical bytes: the leaf of the settlement root. */
    public CanonicalWriter write(CanonicalWriter writer, byte[] lineId) {
        writer.start("gridclear.settlement-line.v1")
                .raw(lineId)
                .int8(run.kind().code())
                .int32(run.revision())
                .int64(lineIndex);
        return period.write(writer)
                .string(participant)
                .string(counterparty)
                .string(order.usagePoint())
                .string(order.orderId())
                .int8(charge.code())
                .int8(direction.code())
                .int64(quantityWh)
                .int64(price)
                .string(reference)
                .int8(estimated ? 1 : 0)
                .int64(deltaNano);
    }

    /** Lower-case hexadecimal, as ids are written in records. */
    public static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
