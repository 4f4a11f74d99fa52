package io.gridclear.meter.quoting;

import io.gridclear.meter.seed.SeededDraws;
import java.util.List;

/**
 * Profit margin of an adaptive owner, learned from reference prices: the learning rule of
 * zero-intelligence-plus traders (Cliff, "Minimal-intelligence agents for bargaining behaviors in
 * market-based environments", HP Laboratories HPL-97-91, 1997), where the reference price takes the
 * place of the last shout.
 *
 * <pre>
 *   price  = value (1 + margin)            a seller's margin is &gt;= 0, a buyer's &lt;= 0
 *   target = R reference + A               R just above 1 for sellers, just below for buyers: hope for more
 *   push   = momentum push + (1 - momentum) rate (target - price)
 *   margin = (price + push) / value - 1
 * </pre>
 *
 * Rate, momentum, R and A are drawn per owner from Cliff's ranges; A is scaled to prices of this market.
 */
final class AdaptiveMargin {
    /** Older prices have lost their weight: with a momentum up to 0.1 and a rate from 0.1 on, 64 steps leave under 0.2 %. */
    static final int MEMORY = 64;

    private static final double LARGEST_DISTURBANCE = 0.005;

    private final Side side;
    private final long value;
    private final double rate;
    private final double momentum;
    private final double margin;
    private final double push;

    private AdaptiveMargin(Side side, long value, double rate, double momentum, double margin, double push) {
        this.side = side;
        this.value = value;
        this.rate = rate;
        this.momentum = momentum;
        this.margin = margin;
        this.push = push;
    }

    static AdaptiveMargin start(Side side, long value, SeededDraws draws) {
        double rate = draws.nextBetween(0.1, 0.5);
        double momentum = draws.nextBetween(0.0, 0.1);
        double magnitude = draws.nextBetween(0.05, 0.35);
        return new AdaptiveMargin(side, value, rate, momentum, side == Side.SELL ? magnitude : -magnitude, 0);
    }

    /** The margin after these references, oldest first; only the last {@value #MEMORY} count. */
    AdaptiveMargin after(List<Long> references, SeededDraws draws) {
        AdaptiveMargin margin = this;
        for (long reference : references.subList(Math.max(0, references.size() - MEMORY), references.size())) {
            double hope = LARGEST_DISTURBANCE * (draws.nextUnit() + draws.nextUnit());
            margin = margin.towards(reference * (side == Side.SELL ? 1 + hope : 1 - hope));
        }
        return margin;
    }

    private AdaptiveMargin towards(double target) {
        double price = value * (1 + margin);
        double newPush = momentum * push + (1 - momentum) * rate * (target - price);
        double learned = (price + newPush) / value - 1;
        double kept = side == Side.SELL ? Math.max(0, learned) : Math.min(0, learned);
        return new AdaptiveMargin(side, value, rate, momentum, kept, newPush);
    }

    /** The price that the margin makes, in the band and never worse than the value. */
    long price(PriceBand band) {
        return band.snap(value * (1 + margin));
    }
}
