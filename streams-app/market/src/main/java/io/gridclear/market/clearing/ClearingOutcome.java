package io.gridclear.market.clearing;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.canonical.Sha256;
import java.util.HexFormat;

/**
 * What came of one area and period.
 *
 * @param sellOrders live sell orders at gate closure
 * @param buyOrders live buy orders at gate closure
 * @param sellWh their energy, Wh
 * @param buyWh their energy, Wh
 * @param stage1 totals of stage 1
 * @param stage2 totals of stage 2
 * @param referencePrice Pa, micro-currency per kWh
 * @param gridSoldWh residual energy sold to the grid, Wh
 * @param gridBoughtWh residual energy bought from the grid, Wh
 * @param curtailedTrades trades of which something found no path through the feeder
 * @param curtailedWh energy of trades that found no path and was left to the grid, Wh
 * @param lines settlement lines
 * @param debitNano sum of debits, nano-currency
 * @param creditNano sum of credits, equal to the debits
 * @param tradesRoot Merkle root over the trades, 32 bytes, hexadecimal
 * @param settlementRoot Merkle root over the lines, 32 bytes, hexadecimal
 * @param routesRoot Merkle root over the routes of the trades, 32 bytes, hexadecimal; zeros where the area has no feeder
 */
public record ClearingOutcome(
        long sellOrders,
        long buyOrders,
        long sellWh,
        long buyWh,
        DealTotals stage1,
        DealTotals stage2,
        long referencePrice,
        long gridSoldWh,
        long gridBoughtWh,
        long curtailedTrades,
        long curtailedWh,
        long lines,
        long debitNano,
        long creditNano,
        String tradesRoot,
        String settlementRoot,
        String routesRoot) {

    /** Routes root of an area without a feeder: 32 zero bytes. */
    public static byte[] noRoutes() {
        return new byte[Sha256.LENGTH];
    }

    /** Trades of both stages. */
    public long trades() {
        return stage1.count() + stage2.count();
    }

    /** Trades root as bytes. */
    public byte[] tradesRootBytes() {
        return HexFormat.of().parseHex(tradesRoot);
    }

    /** Routes root as bytes. */
    public byte[] routesRootBytes() {
        return HexFormat.of().parseHex(routesRoot);
    }

    /** Settlement root as bytes. */
    public byte[] settlementRootBytes() {
        return HexFormat.of().parseHex(settlementRoot);
    }
}
