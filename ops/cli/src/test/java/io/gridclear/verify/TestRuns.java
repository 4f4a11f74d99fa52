package io.gridclear.verify;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryJournal;
import io.gridclear.market.delivery.DeliveryReplay;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PointHistory;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.ConnectedOrder;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.market.settlement.Trade;
import java.util.ArrayList;
import java.util.List;

/** The three runs of one small period, by the kernel. */
final class TestRuns {

    /** INITIAL, METERED, CORRECTION 1. */
    static final List<ItemKey> ITEMS = List.of(
            ItemKey.initial(ProvenSettlement.AREA, ProvenSettlement.PERIOD_START),
            new ItemKey(ProvenSettlement.AREA, ProvenSettlement.PERIOD_START, ItemKey.METERED, 0),
            new ItemKey(ProvenSettlement.AREA, ProvenSettlement.PERIOD_START, ItemKey.CORRECTION, 1));

    private static final long PERIOD_MS = ProvenSettlement.TERMS.periodMs();

    private final DeliveryReplay replay = new DeliveryReplay(
            new DeliveryTerms(ProvenSettlement.AREA, ProvenSettlement.PERIOD_START, ProvenSettlement.TERMS));

    private static ConnectedOrder order(String participant, int number) {
        return new ConnectedOrder(
                new OrderRef("order-" + participant + "-" + number, "point-" + participant, participant), "");
    }

    /** Writes the lines of a run; the runs in their order. */
    void write(ItemKey item, DeliveryJournal.Output output) {
        switch (item.run()) {
            case ItemKey.INITIAL -> clear(output);
            case ItemKey.METERED ->
                replay.run(
                        SettlementRun.METERED,
                        List.of(
                                input("alice", 0, 2_500, PointHistory.EMPTY),
                                // half of it measured, half estimated: 2,500 Wh of the 3,000
                                new RunInput(
                                        point("bob"),
                                        new MeteredEnergy(1_000, 0, PERIOD_MS / 2, false),
                                        PointHistory.EMPTY),
                                input("carol", 0, 400, PointHistory.EMPTY),
                                input("dora", 5, 0, PointHistory.EMPTY)),
                        output);
            default ->
                replay.run(
                        SettlementRun.correction(1),
                        List.of(
                                input("alice", 0, 3_000, before(2_500)),
                                input("bob", 2_900, 0, before(2_500)),
                                input("carol", 0, 450, before(400)),
                                input("dora", 0, 0, before(-5))),
                        output);
        }
    }

    private void clear(DeliveryJournal.Output output) {
        List<ContractItem> items = new ArrayList<>();
        ClearingJournal journal = new ClearingJournal(
                ProvenSettlement.AREA,
                ProvenSettlement.PERIOD_START,
                ProvenSettlement.TERMS,
                ClearingJournal.State.empty(),
                new ClearingJournal.Output() {
                    @Override
                    public void trade(Trade trade) {
                        // its item follows
                    }

                    @Override
                    public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
                        output.line(line, lineId, settlementId);
                    }

                    @Override
                    public void item(ContractItem item) {
                        items.add(item);
                    }
                });
        for (int number = 0; number < 3; number++) {
            journal.deal(1, order("alice", number), order("bob", number), 1_000, 520_000 + 100 * number);
        }
        journal.residual(Side.SELL, order("carol", 0).ref(), 500);
        journal.finish(4, 3, 3_500, 3_000);
        items.forEach(replay::item);
    }

    private static PointKey point(String participant) {
        return new PointKey(participant, "point-" + participant);
    }

    private static RunInput input(String participant, long importWh, long exportWh, PointHistory before) {
        return new RunInput(point(participant), new MeteredEnergy(importWh, exportWh, PERIOD_MS, false), before);
    }

    private static PointHistory before(long deliveredWh) {
        return PointHistory.EMPTY.plus(0, deliveredWh);
    }
}
