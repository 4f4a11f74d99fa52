package io.gridclear.market.delivery;

import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.OrderRef;

/**
 * What a clearing obliges usage points to deliver or take. A period's items are its trades by sequence, then its residuals
 * in the order of the INITIAL run. A trade is one item for both of its sides: their lines stand side by side.
 */
public sealed interface ContractItem {

    /**
     * A trade.
     *
     * @param sequence position within the clearing, from 0
     * @param sell the seller's order
     * @param buy the buyer's order
     * @param price nano-currency per Wh
     * @param routedWh what found a way through the feeder, Wh, &gt;= 0: firm
     * @param curtailedWh what did not, and each side trades with the grid, Wh, &gt;= 0
     */
    record Traded(long sequence, OrderRef sell, OrderRef buy, long price, long routedWh, long curtailedWh)
            implements ContractItem {

        public Traded {
            if (sequence < 0 || price < 0 || routedWh < 0 || curtailedWh < 0 || routedWh + curtailedWh <= 0) {
                throw new IllegalArgumentException("no trade is of " + routedWh + " + " + curtailedWh + " Wh at "
                        + price + " with the sequence " + sequence);
            }
        }

        /** The order on a side. */
        public OrderRef order(Side side) {
            return side == Side.SELL ? sell : buy;
        }

        /** The whole trade, Wh. */
        public long quantityWh() {
            return routedWh + curtailedWh;
        }
    }

    /**
     * What neither stage matched of an order.
     *
     * @param side its side
     * @param order the order
     * @param quantityWh Wh, &gt; 0
     */
    record Residual(Side side, OrderRef order, long quantityWh) implements ContractItem {

        public Residual {
            if (quantityWh <= 0) {
                throw new IllegalArgumentException("a residual of " + quantityWh + " Wh");
            }
        }
    }
}
