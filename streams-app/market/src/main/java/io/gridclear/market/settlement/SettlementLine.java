package io.gridclear.market.settlement;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.HexFormat;

/**
 * One line of the INITIAL settlement run: one participant, charge and trade or residual.
 *
 * @param lineIndex position in the run, from 0: the leaf of the settlement root
 * @param area the area
 * @param periodStart start of delivery, epoch ms
 * @param participant whom the line is for
 * @param counterparty the other party
 * @param order the order that caused the line; on the grid's own lines the counterparty's
 * @param charge what is charged
 * @param direction owed by or to the participant
 * @param quantityWh energy, Wh
 * @param price micro-currency per kWh = nano-currency per Wh
 * @param reference trade id, or area/periodStart/residual/ and the order's {@link OrderRef#path()}
 */
public record SettlementLine(
        long lineIndex,
        String area,
        long periodStart,
        String participant,
        String counterparty,
        OrderRef order,
        ChargeType charge,
        Direction direction,
        long quantityWh,
        long price,
        String reference) {

    /** Canonical byte of the INITIAL run. */
    private static final int INITIAL_RUN = 1;

    /** price x energy, nano-currency, exact, &gt;= 0. */
    public long amountNano() {
        return Math.multiplyExact(price, quantityWh);
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
    public static byte[] settlementId(byte[] lineId, CanonicalWriter writer, Sha256 sha256) {
        return writer.start("gridclear.settlement-id.v1")
                .raw(lineId)
                .int8(INITIAL_RUN)
                .int32(0)
                .hash(sha256);
    }

    /** Starts a message with this line's canonical bytes: the leaf of the settlement root. */
    public CanonicalWriter write(CanonicalWriter writer, byte[] lineId) {
        return writer.start("gridclear.settlement-line.v1")
                .raw(lineId)
                .int8(INITIAL_RUN)
                .int32(0)
                .int64(lineIndex)
                .string(area)
                .int64(periodStart)
                .string(participant)
                .string(counterparty)
                .string(order.usagePoint())
                .string(order.orderId())
                .int8(charge.code())
                .int8(direction.code())
                .int64(quantityWh)
                .int64(price)
                .string(reference);
    }

    /** Lower-case hexadecimal, as ids are written in records. */
    public static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
