package io.gridclear.bridge.replay;

import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.delivery.Contract;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.OrderRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What candidates' usage points promised and delivered in a period: Epre and Ereal of the paper (section 3.3.1), by the items of
 * the INITIAL run and the readings of the METERED one.
 *
 * <p>A usage point of whose trades nothing was routed has traded nothing: both are 0, and its node keeps its score. Else Epre is the
 * energy of all its items and Ereal what was metered in their direction, at least 0. What no reading covers counts as not
 * delivered, other than in settlement: a node that withholds its readings must not be taken at its word.
 */
public final class CandidateDeliveries {

    private CandidateDeliveries() {}

    /**
     * Deliveries of usage points, in the order in which they are named.
     *
     * @param initial the INITIAL run
     * @param inputs of the METERED run
     */
    public static List<Delivery> of(InitialRun initial, List<RunInput> inputs, Collection<String> usagePoints) {
        Map<PointKey, Contract> contracts = new HashMap<>();
        for (ContractItem item : initial.items()) {
            if (item instanceof ContractItem.Traded trade) {
                oblige(contracts, trade.sell(), Side.SELL, trade.routedWh(), trade.curtailedWh());
                oblige(contracts, trade.buy(), Side.BUY, trade.routedWh(), trade.curtailedWh());
            } else if (item instanceof ContractItem.Residual residual) {
                oblige(contracts, residual.order(), residual.side(), 0, residual.quantityWh());
            }
        }
        Map<String, long[]> energies = new HashMap<>();
        usagePoints.forEach(point -> energies.put(point, new long[2]));
        for (RunInput input : inputs) {
            long[] energy = energies.get(input.point().usagePoint());
            Contract contract = contracts.get(input.point());
            if (energy != null && contract != null && contract.firmWh() > 0) {
                long netExport = input.energy().netExportWh();
                long deliveredWh = contract.side() == Side.SELL ? netExport : -netExport;
                energy[0] = sum(energy[0], contract.contractedWh());
                energy[1] = sum(energy[1], Math.max(0, deliveredWh));
            }
        }
        List<Delivery> deliveries = new ArrayList<>();
        for (String point : usagePoints) {
            long[] energy = energies.getOrDefault(point, new long[2]);
            deliveries.add(new Delivery(point, energy[0], energy[1]));
        }
        return deliveries;
    }

    private static void oblige(Map<PointKey, Contract> contracts, OrderRef order, Side side, long firmWh, long openWh) {
        PointKey point = PointKey.of(order);
        contracts.put(point, contracts.getOrDefault(point, Contract.NONE).plus(side, firmWh, openWh));
    }

    /** The ledger takes no more of one usage point. */
    private static long sum(long one, long other) {
        return Math.min(TransactionCodec.MOST_ENERGY_WH, one + Math.min(TransactionCodec.MOST_ENERGY_WH, other));
    }
}
