package io.gridclear.market.delivery;

import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleFrontier;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.SettlementRun;
import java.util.List;

/**
 * Writes the lines of a run in mirrored pairs: numbers and hashes them, adds them up, and hands them on. Single-threaded.
 */
final class RunLines {

    private final SettlementPeriod period;
    private final SettlementRun run;
    private final String grid;
    private final RunFigures figures;
    private final DeliveryJournal.Output output;
    private final Sha256 sha256 = new Sha256();
    private final CanonicalWriter writer = new CanonicalWriter();
    private final MerkleFrontier lines;
    private long deltaNano;

    RunLines(
            DeliveryTerms terms,
            SettlementRun run,
            RunFigures figures,
            long lines,
            List<byte[]> subtrees,
            DeliveryJournal.Output output) {
        this.period = terms.period();
        this.run = run;
        this.grid = terms.market().gridParticipant();
        this.figures = figures;
        this.output = output;
        this.lines = new MerkleFrontier(sha256, lines, subtrees);
    }

    MerkleFrontier tree() {
        return lines;
    }

    /** What an order's participant owes another or is owed by it, as INITIAL had it: nothing changes. */
    void firm(
            OrderRef order,
            String counterparty,
            OrderRef mirror,
            ChargeType charge,
            Direction direction,
            long wh,
            long price,
            String reference) {
        String participant = order.participant();
        line(participant, counterparty, order, charge, direction, wh, wh, price, reference, false);
        line(counterparty, participant, mirror, charge, mirrored(direction), wh, wh, price, reference, false);
        requireBalance(reference);
    }

    /** What an order's participant owes the grid or is owed by it. */
    void withGrid(
            OrderRef order,
            ChargeType charge,
            Direction direction,
            long wh,
            long whBefore,
            long price,
            String reference,
            boolean estimated) {
        line(order.participant(), grid, order, charge, direction, wh, whBefore, price, reference, estimated);
        line(grid, order.participant(), order, charge, mirrored(direction), wh, whBefore, price, reference, estimated);
        requireBalance(reference);
    }

    /** Lines come in mirrored pairs: after each, all is owed that is to be had, and nobody's change is nobody's. */
    private void requireBalance(String reference) {
        if (deltaNano != 0 || figures.get(RunFigure.DEBIT_NANO) != figures.get(RunFigure.CREDIT_NANO)) {
            throw new InvariantViolation("the lines of " + reference + " do not mirror each other: changes sum to "
                    + deltaNano + ", " + figures);
        }
    }

    private void line(
            String participant,
            String counterparty,
            OrderRef order,
            ChargeType charge,
            Direction direction,
            long wh,
            long whBefore,
            long price,
            String reference,
            boolean estimated) {
        long delta = direction.signed(Math.multiplyExact(price, wh - whBefore));
        SettlementLine line = new SettlementLine(
                period,
                run,
                lines.leaves(),
                participant,
                counterparty,
                order,
                charge,
                direction,
                wh,
                price,
                reference,
                estimated,
                delta);
        figures.add(direction == Direction.DEBIT ? RunFigure.DEBIT_NANO : RunFigure.CREDIT_NANO, line.amountNano());
        figures.add(RunFigure.CHANGED_LINES, delta == 0 ? 0 : 1);
        deltaNano = Math.addExact(deltaNano, delta);
        byte[] lineId = line.lineId(writer, sha256);
        byte[] settlementId = line.settlementId(lineId, writer, sha256);
        lines.add(line.write(writer, lineId));
        output.line(line, lineId, settlementId);
    }

    private static Direction mirrored(Direction direction) {
        return direction == Direction.DEBIT ? Direction.CREDIT : Direction.DEBIT;
    }
}
