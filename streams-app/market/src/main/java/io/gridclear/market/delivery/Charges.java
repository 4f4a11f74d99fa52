package io.gridclear.market.delivery;

import io.gridclear.market.rules.MarketTerms;

/**
 * What a period's energy costs besides its price: nano-currency per Wh (= micro-currency per kWh), all &gt;= 0.
 *
 * @param gridFee on energy of a peer trade, paid by the buyer to the grid
 * @param energyTax on the same, paid by the buyer to the tax participant
 * @param imbalanceSpread what imbalance is dearer to buy than retail, and cheaper to sell than feed-in
 * @param taxParticipant who is owed the tax, not empty
 */
public record Charges(long gridFee, long energyTax, long imbalanceSpread, String taxParticipant) {

    /** Energy costs its price and nothing else. */
    public static final Charges NONE = new Charges(0, 0, 0, "tax-authority");

    public Charges {
        if (gridFee < 0 || energyTax < 0 || imbalanceSpread < 0 || taxParticipant.isEmpty()) {
            throw new IllegalArgumentException("charges are >= 0 and the tax has a receiver: fee " + gridFee + ", tax "
                    + energyTax + ", spread " + imbalanceSpread + ", to '" + taxParticipant + "'");
        }
    }

    /** The charges that a period's terms name. */
    public static Charges of(MarketTerms terms) {
        return NONE;
    }
}
