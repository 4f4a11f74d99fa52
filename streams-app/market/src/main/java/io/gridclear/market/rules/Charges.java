package io.gridclear.market.rules;

/**
 * What is charged beside energy, nano-currency per Wh (= micro-currency per kWh).
 *
 * @param gridFee what the buyer of a peer trade pays the grid for its use, &gt;= 0
 * @param imbalanceSpread by how much energy that was contracted and not delivered is dearer than the tariff, &gt;= 0
 * @param energyTax what the buyer of a peer trade pays as tax, &gt;= 0
 */
public record Charges(long gridFee, long imbalanceSpread, long energyTax) {

    /** Nothing is charged. */
    public static final Charges NONE = new Charges(0, 0, 0);
}
