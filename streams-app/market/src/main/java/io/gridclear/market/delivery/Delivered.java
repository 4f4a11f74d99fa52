package io.gridclear.market.delivery;

import io.gridclear.market.order.Side;
import java.math.BigInteger;

/**
 * What counts as delivered by a usage point in a period: A of the rules.
 *
 * @param wh energy in the direction of the usage point's side, Wh; negative if it flowed the other way
 * @param estimated whether it rests on an estimate
 */
public record Delivered(long wh, boolean estimated) {

    /**
     * Metered energy, and for the share of the period that no reading covers what was contracted, in proportion, rounded
     * down.
     *
     * @param periodMs length of the period, ms
     * @throws IllegalArgumentException if readings cover more than the period
     */
    public static Delivered of(Contract contract, MeteredEnergy energy, long periodMs) {
        long uncoveredMs = periodMs - energy.coveredMs();
        if (uncoveredMs < 0) {
            throw new IllegalArgumentException(
                    "readings cover " + energy.coveredMs() + " ms of a period of " + periodMs + " ms");
        }
        long metered = contract.side() == Side.SELL ? energy.netExportWh() : -energy.netExportWh();
        return new Delivered(
                Math.addExact(metered, share(contract.contractedWh(), uncoveredMs, periodMs)),
                energy.estimated() || uncoveredMs > 0);
    }

    private static long share(long wh, long partMs, long wholeMs) {
        long product = wh * partMs;
        return Math.multiplyHigh(wh, partMs) == 0 && product >= 0
                ? product / wholeMs
                : BigInteger.valueOf(wh)
                        .multiply(BigInteger.valueOf(partMs))
                        .divide(BigInteger.valueOf(wholeMs))
                        .longValueExact();
    }
}
